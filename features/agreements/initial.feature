@recurring.v2 @recurring.v3 @core
Feature: Paying on accepting
  With an agreement the payer may pay a first amount: at once, or reserved until
  the goods ship.

  Background:
    Given a merchant that sells in NOK

  @rule:initial-direct
  Rule: A first payment is taken with the acceptance

    Scenario: The first payment is charged when Kari accepts
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      Then the agreement is active
      And it is the first payment of the agreement
      And the charge stands at
        | state   | amount | captured | refunded | cancelled |
        | charged | 199.00 | 199.00   | 0.00     | 0.00      |
      And the charge has a number of the payment
      And the agreement has 1 charge
      And every exchange keeps to the contract

    Scenario: Before Kari has accepted nothing is charged
      Given an agreement of 349.00 NOK every month
      And 199.00 NOK are paid on accepting
      When the merchant offers it to Kari
      Then the charge stands at
        | state   | amount | captured | refunded | cancelled |
        | pending | 199.00 | 0.00     | 0.00     | 0.00      |
      And the charge has no number of the payment

    Scenario: The first payment has the number that the merchant gave it
      Given an agreement of 349.00 NOK every month
      And 199.00 NOK are paid on accepting
      And the first payment has a number of the merchant's own
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the charge is charged
      And the charge reads as it was made

    Scenario: A first payment may be many times the price
      Given Kari has paid 4999.00 NOK for an agreement of 349.00 NOK every month
      Then the charge is charged
      And the agreement is active

    Scenario: A first payment goes with a lower price
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 10.00 NOK
      And 10.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement reads as it was offered
      And the charge is charged

    @sandbox
    Scenario: When her bank declines the first payment the agreement expires
      Given an agreement of 349.00 NOK every month
      And 199.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      When Kari accepts it in the app, but her bank declines the first payment
      Then the agreement is expired
      And the agreement has not begun
      And the charge is failed

    @sandbox
    Scenario: A first payment of an agreement that Kari rejects is never taken
      Given an agreement of 349.00 NOK every month
      And 199.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      When Kari rejects the agreement
      Then the charge stands at
        | state     | captured |
        | cancelled | 0.00     |

    Scenario: The first payment is given back and the agreement goes on
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      When the merchant refunds the whole charge
      Then the charge stands at
        | state    | captured | refunded |
        | refunded | 199.00   | 199.00   |
      And the agreement is active

  @rule:initial-button
  Rule: The button says whether money is taken at once

    @sandbox
    Scenario: Without a first payment Kari confirms and starts
      Given an agreement of 349.00 NOK every month
      When the merchant offers it to Kari
      Then the button that Kari accepts with says "Bekreft og start"

    @sandbox
    Scenario: With a first payment Kari pays and starts
      Given an agreement of 349.00 NOK every month
      And 199.00 NOK are paid on accepting
      When the merchant offers it to Kari
      Then the button that Kari accepts with says "Betal og start"

  @rule:initial-reserved
  Rule: A first payment that is reserved waits for the goods

    Scenario: The first payment is reserved when Kari accepts
      Given Kari has 199.00 NOK reserved for an agreement of 349.00 NOK every month
      Then the agreement is active
      And the charge stands at
        | state    | amount | captured | refunded | cancelled |
        | reserved | 199.00 | 0.00     | 0.00     | 0.00      |
      And every exchange keeps to the contract

    Scenario: Until Kari has accepted nothing is reserved
      Given an agreement of 349.00 NOK every month
      And 199.00 NOK are reserved on accepting
      When the merchant offers it to Kari
      Then the charge is pending
      And the agreement is pending

    Scenario: The whole of a reserved first payment is captured
      Given Kari has 199.00 NOK reserved for an agreement of 349.00 NOK every month
      When the merchant captures the whole charge
      Then the charge stands at
        | state   | amount | captured | refunded | cancelled |
        | charged | 199.00 | 199.00   | 0.00     | 0.00      |

    Scenario: A reserved first payment is given up
      Given Kari has 199.00 NOK reserved for an agreement of 349.00 NOK every month
      When the merchant cancels the charge
      Then the charge stands at
        | state     | amount | captured | refunded | cancelled |
        | cancelled | 199.00 | 0.00     | 0.00     | 199.00    |
      And the agreement is active

    Scenario: What was given up cannot be captured
      Given Kari has 199.00 NOK reserved for an agreement of 349.00 NOK every month
      And the merchant has cancelled the charge
      When the merchant tries to capture the charge
      Then the capture is refused because nothing is reserved
      And the charge is cancelled

    Scenario: What was paid at once cannot be captured
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      When the merchant tries to capture the charge
      Then the capture is refused because nothing is left to capture
      And the charge is charged

    Scenario: What is only reserved cannot be given back
      Given Kari has 199.00 NOK reserved for an agreement of 349.00 NOK every month
      When the merchant tries to refund the charge
      Then the refund is refused because nothing is captured
      And the charge is reserved

    Scenario: A merchant that stops the agreement gives a reserved first payment up
      Given Kari has 199.00 NOK reserved for an agreement of 349.00 NOK every month
      When the merchant stops the agreement
      Then the agreement is stopped
      And the charge stands at
        | state     | captured | cancelled |
        | cancelled | 0.00     | 199.00    |

    @sandbox
    Scenario: When Kari stops the agreement a reserved first payment can still be captured
      Given Kari has 199.00 NOK reserved for an agreement of 349.00 NOK every month
      And Kari has stopped the agreement in the app
      And the agreement is stopped
      And the charge is reserved
      When the merchant captures the whole charge
      Then the charge is charged
