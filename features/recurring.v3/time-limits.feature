@recurring.v3 @extended @sandbox
Feature: Time limits of charges
  In Norway a reservation lasts 180 days, in Denmark and Finland 14. Money can be
  given back for 365.

  @rule:limits-norway
  Rule: In Norway a reservation lasts 180 days

    Scenario: On day 179 a reserved charge is captured
      Given a merchant that sells in NOK
      And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And 179 days have passed
      When the merchant captures the whole charge
      Then the charge is charged

    Scenario: On day 181 a reserved charge is gone
      Given a merchant that sells in NOK
      And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And 181 days have passed
      When the merchant tries to capture the charge
      Then the capture is refused because it comes too late
      And the charge stands at
        | state     | captured | cancelled |
        | cancelled | 0.00     | 500.00    |

    Scenario: On day 181 what was not captured of a charge is given up
      Given a merchant that sells in NOK
      And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has captured 100.00 NOK of the charge
      When 181 days pass
      Then the charge stands at
        | state   | captured | cancelled |
        | charged | 100.00   | 400.00    |

  @rule:limits-refund
  Rule: The days of a refund are counted from the last capture

    Scenario: A late capture can be given back for 365 days
      Given a merchant that sells in NOK
      And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And 100 days have passed
      And the merchant has captured the whole charge
      And 364 days have passed
      When the merchant refunds the whole charge
      Then the charge is refunded

    Scenario: After 366 days a captured charge cannot be given back
      Given a merchant that sells in NOK
      And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has captured the whole charge
      And 366 days have passed
      When the merchant tries to refund the charge
      Then the refund is refused because it comes too late
      And the charge stands at
        | state   | refunded |
        | charged | 0.00     |

  @rule:limits-abroad
  Rule: In Denmark and Finland a reservation lasts 14 days

    Scenario Outline: A reservation in <currency> is given up after 14 days
      Given a merchant that sells in <currency>
      And Kari has 50.00 <currency> reserved for an agreement of 50.00 <currency> every month
      When 15 days pass
      Then the charge stands at
        | state     | captured | cancelled |
        | cancelled | 0.00     | 50.00     |

      Examples: both countries
        | currency |
        | DKK      |
        | EUR      |

    Scenario: A unit that may capture late captures a charge in DKK on day 100
      Given a merchant that sells in DKK and may capture late
      And Kari has 50.00 DKK reserved for an agreement of 50.00 DKK every month
      And 100 days have passed
      When the merchant captures the whole charge
      Then the charge is charged
