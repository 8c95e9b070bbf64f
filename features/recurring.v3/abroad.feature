@recurring.v3 @extended @sandbox
Feature: Agreements in Denmark and Finland
  Version 3 serves three markets, each with its currency.

  @rule:abroad-markets
  Rule: An agreement is in the currency of its market

    Scenario Outline: An agreement in <currency> is charged
      Given a merchant that sells in <currency>
      And Kari has an agreement of 49.00 <currency> every month
      And the agreement reads as it was offered
      And the merchant has charged Kari 49.00 <currency>, due in 3 days
      When the day of the charge passes
      Then the charge stands at
        | state   | captured |
        | charged | 49.00    |
      And every exchange keeps to the contract

      Examples: both countries
        | currency |
        | DKK      |
        | EUR      |

    Scenario Outline: A merchant that sells in <market> offers nothing in <currency>
      Given a merchant that sells in <market>
      And an agreement of 49.00 <currency> every month
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the pending agreements are 0

      Examples: from one market to another
        | market | currency |
        | DKK    | NOK      |
        | EUR    | DKK      |

    Scenario: Outside Norway an agreement needs no page
      Given a merchant that sells in DKK
      And an agreement of 49.00 DKK every month
      And the draft carries nothing at "/merchantAgreementUrl"
      When the merchant offers it to Kari
      Then the agreement is pending

    Scenario Outline: <amount> <currency> can be suggested as a maximum
      Given a merchant that sells in <currency>
      And an agreement of at most <amount> <currency> every month, as Kari chooses
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

      Examples: the most of each market
        | amount    | currency |
        | 300000.00 | DKK      |
        | 2000.00   | EUR      |

    Scenario Outline: <amount> <currency> is more than can be suggested
      Given a merchant that sells in <currency>
      And an agreement of at most <amount> <currency> every month, as Kari chooses
      When the merchant tries to offer it to Kari
      Then the draft is refused because the suggested maximum is too high
      And the request is reported as "guide.suggested-max-amount"

      Examples: the smallest coin more
        | amount    | currency |
        | 300000.01 | DKK      |
        | 2000.01   | EUR      |
