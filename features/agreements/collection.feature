@recurring.v2 @recurring.v3 @core @sandbox
Feature: Collecting a charge
  On its day a charge is collected. When that fails it is tried again for as many
  days as the merchant said, and fails when they are over.

  Background:
    Given a merchant that sells in NOK
    And Kari has an agreement of 349.00 NOK every month

  @rule:collection-due
  Rule: A charge is collected on its day, and not before

    Scenario: A charge is collected on its day
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      When the day of the charge passes
      Then the charge stands at
        | state   | amount | captured | refunded | cancelled |
        | charged | 349.00 | 349.00   | 0.00     | 0.00      |
      And the charge has a number of the payment
      And 1 charge of the agreement is charged
      And every exchange keeps to the contract

    Scenario: A charge is not collected before its day
      Given the merchant has charged Kari 349.00 NOK, due in 4 days
      When 2 days pass
      Then the charge stands at
        | state | captured |
        | due   | 0.00     |

    Scenario: Two charges are each collected on their day
      Given the merchant has charged Kari 349.00 NOK, due in 35 days
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When the day of the charge passes
      Then 1 charge of the agreement is charged
      And 1 charge of the agreement is waiting

  @rule:collection-retries
  Rule: What fails is tried again until the last day is over

    Scenario: Without a day to try again a charge fails on its day
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 0 days
      And the merchant has made the charge
      When the day of the charge passes
      Then the charge failed because "user action required"
      And the request is reported as "guide.retry-days"
      And the charge stands at
        | captured | refunded | cancelled |
        | 0.00     | 0.00     | 0.00      |

    Scenario: A charge that could not be collected is due as long as it is tried
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 5 days
      And the merchant has made the charge
      And the day of the charge has passed
      And the charge is due
      When 4 days pass
      Then the charge is due

    Scenario: When the last day of trying is over the charge has failed
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 5 days
      And the merchant has made the charge
      When the last day of trying passes
      Then the charge failed because "user action required"

    Scenario: Money that comes in on the fifth day of ten is taken
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 10 days
      And the merchant has made the charge
      And the day of the charge has passed
      And 4 days have passed
      And the charge is due
      When Kari's bank lets the charge through
      Then the charge stands at
        | state   | captured |
        | charged | 1.51     |

    Scenario: What has failed stays failed
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 2 days
      And the merchant has made the charge
      And the last day of trying has passed
      When 14 days pass
      Then the charge is failed

    Scenario: What has failed cannot be cancelled
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 2 days
      And the merchant has made the charge
      And the last day of trying has passed
      When the merchant tries to cancel the charge
      Then the cancellation is refused because nothing can be cancelled any more
      And the charge is failed

  @rule:collection-refund
  Rule: What was collected can be given back for a year

    Scenario: A part is given back, and then the rest
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the day of the charge has passed
      And the merchant has refunded 100.00 NOK of the charge
      And the charge stands at
        | state              | captured | refunded |
        | partially refunded | 349.00   | 100.00   |
      When the merchant refunds 249.00 NOK of the charge
      Then the charge stands at
        | state    | captured | refunded |
        | refunded | 349.00   | 349.00   |
      And the agreement is active

    Scenario: Nobody gets back more than was collected
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the day of the charge has passed
      When the merchant tries to refund 350.00 NOK of the charge
      Then the refund is refused because it exceeds what is captured
      And the charge stands at
        | state   | refunded |
        | charged | 0.00     |

    Scenario: When all is given back nothing more can be
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the day of the charge has passed
      And the merchant has refunded the whole charge
      When the merchant tries to refund 1.00 NOK of the charge
      Then the refund is refused because it exceeds what is captured
      And the charge is refunded

    Scenario: A refund that was asked for twice with one key is made once
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the day of the charge has passed
      And the merchant has refunded 100.00 NOK of the charge with the key "broken jar"
      When the merchant refunds 100.00 NOK of the charge with the key "broken jar"
      Then the charge stands at
        | state              | refunded |
        | partially refunded | 100.00   |

    Scenario: After 364 days the money can still be given back
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the day of the charge has passed
      And 363 days have passed
      When the merchant refunds the whole charge
      Then the charge is refunded

    Scenario: After 366 days it is too late to give money back
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the day of the charge has passed
      And 366 days have passed
      When the merchant tries to refund the charge
      Then the refund is refused because it comes too late
      And the charge is charged

    Scenario: What was collected cannot be cancelled
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the day of the charge has passed
      When the merchant tries to cancel the charge
      Then the cancellation is refused because nothing can be cancelled any more
      And the charge is charged
