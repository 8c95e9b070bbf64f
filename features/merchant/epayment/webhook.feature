@epayment @core
Feature: Webhooks that cannot be trusted
  Anybody can call the address at which a shop takes in webhooks, and the API
  itself delivers late, twice or not at all. The order must end right every time,
  and money move once.

  @rule:merchant-webhook-genuine
  Rule: Only what Vipps MobilePay has signed counts

    @WH-CL-03 @patient
    Scenario Outline: A webhook with <what> changes nothing
      Given Kari has paid for another order
      And the webhook of an approval has arrived
      And Kari has placed an order of 499.00 NOK
      When somebody sends the webhook of an approval with <what>
      Then the order is waiting
      And 0.00 NOK stands captured

      Examples: what somebody could send
        | what                                        |
        | a signature of somebody else                |
        | a signature made for another body           |
        | a body that its signature does not speak of |
        | a date of last week                         |

  @rule:merchant-webhook-lost
  Rule: What no webhook tells is asked for

    @EPAY-CL-14 @patient
    Scenario: The webhook of the approval is lost
      Given no webhook arrives
      And Kari has placed an order of 499.00 NOK
      When Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

    @EPAY-CL-14 @patient
    Scenario: The webhook of the rejection is lost
      Given no webhook arrives
      And Kari has placed an order of 499.00 NOK
      When Kari rejects the payment
      Then the order is failed or cancelled

  @rule:merchant-webhook-repeated
  Rule: A webhook that comes again has no further effect

    @WH-CL-05 @patient
    Scenario: The webhook of the approval comes twice
      Given Kari has paid for an order of 499.00 NOK
      And the webhook of its approval has arrived
      And the shop has shipped 199.00 NOK of it
      When the webhook of the approval comes again
      Then the order is shipped
      And 199.00 NOK stands captured

    @WH-CL-05 @patient
    Scenario: The webhook of the approval comes after that of the capture
      Given Kari has paid for an order of 499.00 NOK
      And the webhook of its approval has arrived
      And the shop has shipped it
      When the webhook of the approval comes again
      Then the order is shipped
      And 499.00 NOK stands captured

    @WH-CL-05 @patient
    Scenario: Somebody repeats the webhook of the approval of an order that was cancelled since
      Given Kari has paid for an order of 499.00 NOK
      And the webhook of its approval has arrived
      And the shop has cancelled it
      When somebody sends the webhook of the approval once more, byte for byte
      Then the order is cancelled
      And 0.00 NOK stands captured

    @WH-CL-05 @patient
    Scenario: The webhook of a refund comes twice
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped it
      And the shop has taken back 120.00 NOK of it
      And the webhook of the refund has arrived
      When the webhook of the refund comes again
      Then the order is shipped
      And 120.00 NOK stands refunded

  @rule:merchant-webhook-content
  Rule: What a webhook says is read with care

    @WH-CL-07 @patient
    Scenario: An approval that did not succeed is told
      Given Kari has paid for another order
      And the webhook of an approval has arrived
      And Kari has placed an order of 499.00 NOK
      When Vipps MobilePay tells of an approval that did not succeed
      Then the order is waiting
      And 0.00 NOK stands captured

    @WH-CL-06 @patient
    Scenario: An event is told that nobody knows
      Given Kari has paid for another order
      And the webhook of an approval has arrived
      And Kari has placed an order of 499.00 NOK
      When Vipps MobilePay tells of an event that nobody knows
      Then the order is waiting

    @WH-CL-06
    Scenario: The webhook of the approval has a member that nobody knows
      Given Kari has placed an order of 499.00 NOK
      And its webhooks are held back
      And Kari has approved the payment
      When Vipps MobilePay tells of the approval with a member that nobody knows
      Then the order is paid
      And 0.00 NOK stands captured

  @rule:merchant-return-page
  Rule: Who comes back has not paid yet

    @EPAY-CL-16 @patient
    Scenario: Kari comes back in another browser without having paid
      Given Kari has placed an order of 499.00 NOK
      When Kari comes back in another browser
      Then the order is waiting
      And 0.00 NOK stands captured

    @EPAY-CL-16
    Scenario: Kari comes back in another browser after she has paid
      Given no webhook arrives
      And Kari has placed an order of 499.00 NOK
      And Kari has approved the payment
      When Kari comes back in another browser
      Then the order is paid
