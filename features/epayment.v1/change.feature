@epayment.v1 @core
Feature: Captures, cancellations and refunds as only ePayment has them
  What was authorized stays AUTHORIZED; where the money is stands in the
  aggregate.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:epayment-state
  Rule: The state says what the customer did, the aggregate where the money is

    Scenario: A captured payment stays authorized
      Given Kari has approved
      And the merchant has captured everything
      Then its state is AUTHORIZED
      And 499.00 NOK stands captured

    Scenario: A refunded payment stays authorized
      Given Kari has approved
      And the merchant has captured everything
      And the merchant has refunded 499.00 NOK
      Then its state is AUTHORIZED
      And 499.00 NOK stands refunded

    Scenario: A reservation that was given up stays authorized
      Given Kari has approved
      And the merchant has cancelled the payment
      Then its state is AUTHORIZED
      And the aggregate counts 499.00 NOK as cancelled
      And every exchange keeps to the contract

    Scenario: A payment that was taken back before it was approved is terminated
      Given the merchant has cancelled the payment
      Then its state is TERMINATED
      And the aggregate counts 499.00 NOK as cancelled
      And nothing stands authorized
      And every exchange keeps to the contract

    @sandbox
    Scenario: A payment that Kari declines is aborted
      When Kari rejects the payment
      Then its state is ABORTED
      And the history ends with ABORTED

    @sandbox
    Scenario: A payment that nobody reacts to expires
      When 10 minutes pass
      Then its state is EXPIRED
      And the history ends with EXPIRED

    @sandbox
    Scenario Outline: What Kari has <ended> cannot be captured
      Given Kari has <ended>
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because nothing can be captured any more

      Examples: by the customer or by time
        | ended                    |
        | rejected the payment     |
        | let the payment time out |

    Scenario: A refused capture says which code of the table it is
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because nothing is reserved
      And the refusal has the code 6080

    Scenario: A capture beyond the authorization says which code of the table it is
      Given Kari has approved
      When the merchant tries to capture 499.01 NOK
      Then the refusal has the code 6090
      And nothing stands captured

  @rule:epayment-take-back
  Rule: A payment may be taken back only while nobody has approved it

    Scenario: A payment that still waits is taken back
      When the merchant takes the payment back unless Kari has approved
      Then its state is TERMINATED
      And the aggregate counts 499.00 NOK as cancelled
      And every exchange keeps to the contract

    Scenario: A payment that Kari approved meanwhile is kept
      Given Kari has approved
      When the merchant tries to take the payment back unless Kari has approved
      Then the cancellation is refused because the customer has approved already
      And the refusal has the code 6060
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 0.00     | 0.00     | 0.00      |

  @rule:epayment-amount-needed
  Rule: A change names an amount of the payment's currency

    Scenario Outline: An attempt to <act> in another currency is refused
      Given Kari has approved
      And the merchant has captured 100.00 NOK
      When the merchant tries to <act> 50.00 EUR
      Then the <act> is refused because the request is invalid
      And 100.00 NOK stands captured
      And nothing stands refunded

      Examples: both directions
        | act     |
        | capture |
        | refund  |

    Scenario Outline: An attempt to <act> nothing is refused
      Given Kari has approved
      And the merchant has captured 100.00 NOK
      When the merchant tries to <act> 0.00 NOK
      Then the <act> is refused because the amount is too small

      Examples: both directions
        | act     |
        | capture |
        | refund  |

  @rule:epayment-approve
  Rule: The test environment approves only what somebody could approve

    Scenario: What is authorized cannot be approved again
      Given Kari has approved
      When somebody tries to approve the payment without the app
      Then the approval is refused because the customer has approved already
      And 499.00 NOK stands authorized

    @sandbox
    Scenario: Somebody who has never approved anything cannot be approved for
      When somebody tries to approve the payment for the number "4701234567"
      Then the approval is refused because only the customer can approve it
      And the payment is pending

    Scenario: What was taken back cannot be approved
      Given the merchant has cancelled the payment
      When somebody tries to approve the payment without the app
      Then the approval is refused
      And nothing stands authorized
