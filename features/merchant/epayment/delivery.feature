@epayment @core
Feature: Webhooks that come late
  The API waits ten seconds for an answer, tries again when there is none, and
  keeps the order of what it tells; what lies between it and the shop does not.
  The order must end right all the same, and money move once.

  @rule:merchant-webhook-swapped
  Rule: What comes in another order ends the same

    @WH-CL-05 @patient
    Scenario Outline: The webhook of the approval comes after that of a <deed>
      Given Kari has placed an order of 499.00 NOK
      And its webhooks are held back
      And Kari has approved the payment
      And the order is paid
      And the shop has <acted>
      When its webhooks arrive, the last one first
      Then the order is <word>
      And <captured> NOK stands captured
      And <cancelled> NOK stands cancelled

      Examples: what the shop has done meanwhile
        | deed            | acted                    | word      | captured | cancelled |
        | capture         | shipped it               | shipped   | 499.00   | 0.00      |
        | partial capture | shipped 199.00 NOK of it | shipped   | 199.00   | 0.00      |
        | cancellation    | cancelled it             | cancelled | 0.00     | 499.00    |

    @WH-CL-05 @patient
    Scenario: The webhook of the capture comes after that of the refund
      Given Kari has paid for an order of 499.00 NOK
      And its webhooks are held back
      And the shop has shipped it
      And the shop has taken back 499.00 NOK of it
      When its webhooks arrive, the last one first
      Then the order is returned
      And 499.00 NOK stands captured
      And 499.00 NOK stands refunded

  @rule:merchant-webhook-downtime
  Rule: What found nobody comes again, and counts once

    @WH-CL-04 @patient
    Scenario Outline: The webhook of the approval finds nobody <often>
      Given Kari has placed an order of 499.00 NOK
      And its webhooks find nobody at the shop <often>
      When Kari approves the payment
      And the API delivers again
      Then the order is paid
      And each of its webhooks was answered in time
      And 0.00 NOK stands captured

      Examples: how long the shop is down
        | often      |
        | once       |
        | four times |

    @WH-CL-05 @patient
    Scenario: The shop ships while it cannot be reached
      Given Kari has placed an order of 499.00 NOK
      And its webhooks find nobody at the shop
      And Kari has approved the payment
      And the order is paid
      And the shop has shipped 199.00 NOK of it
      When the shop is back, and the API delivers again
      Then the order is shipped
      And 199.00 NOK stands captured

    @WH-CL-05 @patient
    Scenario: The shop is reached, and its answer is not
      Given Kari has placed an order of 499.00 NOK
      And the shop's answer to its next webhook is lost
      When Kari approves the payment
      And the API delivers again
      Then the order is paid
      And 0.00 NOK stands captured

    @WH-CL-05 @patient
    Scenario: The shop's answer to the webhook of a capture is lost
      Given Kari has paid for an order of 499.00 NOK
      And the webhook of its approval has arrived
      And the shop's answer to its next webhook is lost
      And the shop has shipped 199.00 NOK of it
      When the API delivers again
      Then the order is shipped
      And 199.00 NOK stands captured

  @rule:merchant-webhook-in-time
  Rule: A webhook is answered within ten seconds

    @WH-CL-04
    Scenario: A day of selling
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped 199.00 NOK of it
      And the shop has cancelled the rest
      When the API has delivered everything
      Then each of its webhooks was answered in time

    @WH-CL-04 @patient
    Scenario: The API is slow while the shop hears of the approval
      Given Kari has placed an order of 499.00 NOK
      And the API answers no question until the shop has answered its next webhook
      When Kari approves the payment
      Then each of its webhooks was answered in time
      And the order is paid
