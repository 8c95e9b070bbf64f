@epayment @core
Feature: Webhooks that cannot be trusted
  Anybody can call the address at which a shop takes in webhooks, and the API
  itself delivers late, twice or not at all. The order must end right every time,
  and money move once.

  @rule:merchant-webhook-genuine
  Rule: Only what Vipps MobilePay has signed counts

    @WH-CL-03
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

    @EPAY-CL-14
    Scenario: The webhook of the approval is lost
      Given no webhook arrives
      And Kari has placed an order of 499.00 NOK
      When Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

    @EPAY-CL-14
    Scenario: The webhook of the rejection is lost
      Given no webhook arrives
      And Kari has placed an order of 499.00 NOK
      When Kari rejects the payment
      Then the order is failed or cancelled

  @rule:merchant-webhook-repeated
  Rule: A webhook that comes again has no further effect

    @WH-CL-05
    Scenario: The webhook of the approval comes twice
      Given Kari has paid for an order of 499.00 NOK
      And the webhook of its approval has arrived
      And the shop has shipped 199.00 NOK of it
      When the webhook of the approval comes again
      Then the order is shipped
      And 199.00 NOK stands captured

    @WH-CL-05
    Scenario: The webhook of the approval comes after that of the capture
      Given Kari has paid for an order of 499.00 NOK
      And the webhook of its approval has arrived
      And the shop has shipped it
      When the webhook of the approval comes again
      Then the order is shipped
      And 499.00 NOK stands captured

  @rule:merchant-return-page
  Rule: Who comes back has not paid yet

    @EPAY-CL-16
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
