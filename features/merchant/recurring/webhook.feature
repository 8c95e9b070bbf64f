@recurring @core
Feature: Webhooks about subscriptions
  What an agreement or a charge has come to is told by webhook: to an address that
  anybody can call, late, twice, or not at all. The subscription must stand right
  every time, and money move once.

  @rule:merchant-subscription-webhook-genuine
  Rule: Only what Vipps MobilePay has signed counts

    @WH-CL-03 @patient
    Scenario Outline: The webhook of an acceptance with <what> changes nothing
      Given Kari has another subscription
      And the webhook of an acceptance has arrived
      And Kari was offered a subscription of 49.00 NOK
      When somebody sends the webhook of an acceptance with <what>
      Then the subscription is waiting

      Examples: what somebody could send
        | what                                        |
        | a signature of somebody else                |
        | a signature made for another body           |
        | a body that its signature does not speak of |
        | a date of last week                         |

  @rule:merchant-subscription-webhook-repeated
  Rule: A webhook that comes again, or late, has no further effect

    @WH-CL-05 @patient
    Scenario: The webhook of the acceptance comes again after the end
      Given Kari has a subscription of 49.00 NOK
      And the webhook of its acceptance has arrived
      And the shop has ended the subscription
      When the webhook of the acceptance comes again
      Then the subscription is stopped

    @WH-CL-05 @patient
    Scenario: Somebody repeats the webhook of the acceptance after the end
      Given Kari has a subscription of 49.00 NOK
      And the webhook of its acceptance has arrived
      And the shop has ended the subscription
      When somebody sends the webhook of the acceptance once more, byte for byte
      Then the subscription is stopped

    @WH-CL-05 @patient
    Scenario: The webhook of the acceptance comes after that of the end
      Given Kari was offered a subscription of 49.00 NOK
      And its webhooks are held back
      And Kari has accepted the subscription
      And the subscription is active
      And the shop has ended the subscription
      When its webhooks arrive, the last one first
      Then the subscription is stopped

    @WH-CL-05 @patient
    Scenario: The webhook of a charge comes twice
      Given Kari has a subscription of 49.00 NOK
      And the shop has charged 49.00 NOK
      And the charge has fallen due
      And the webhook of the charge has arrived
      When the webhook of the charge comes again
      Then one charge stands
      And 49.00 NOK of the charge stands captured
      And the subscription is active

  @rule:merchant-subscription-webhook-content
  Rule: What a webhook about a subscription says is read with care

    @WH-CL-06 @patient
    Scenario: An event of an agreement is told that nobody knows
      Given Kari has another subscription
      And the webhook of an acceptance has arrived
      And Kari was offered a subscription of 49.00 NOK
      When Vipps MobilePay tells of an event that nobody knows
      Then the subscription is waiting

    @WH-CL-06
    Scenario: The webhook of the acceptance has a member that nobody knows
      Given Kari was offered a subscription of 49.00 NOK
      And its webhooks are held back
      And Kari has accepted the subscription
      When Vipps MobilePay tells of the acceptance with a member that nobody knows
      Then the subscription is active

  @rule:merchant-subscription-webhook-late
  Rule: What finds nobody comes again, and is answered within ten seconds

    @WH-CL-04 @patient
    Scenario: The webhook of the acceptance finds nobody once
      Given Kari was offered a subscription of 49.00 NOK
      And its webhooks find nobody at the shop once
      When Kari accepts the subscription
      And the API delivers again
      Then the subscription is active
      And each of its webhooks was answered in time

    @WH-CL-05 @patient
    Scenario: The shop's answer to the webhook of the acceptance is lost
      Given Kari was offered a subscription of 49.00 NOK
      And the shop's answer to its next webhook is lost
      When Kari accepts the subscription
      And the API delivers again
      Then the subscription is active

    @WH-CL-04 @patient
    Scenario: The API is slow while the shop hears of the acceptance
      Given Kari was offered a subscription of 49.00 NOK
      And the API answers no question until the shop has answered its next webhook
      When Kari accepts the subscription
      Then each of its webhooks was answered in time
      And the subscription is active
