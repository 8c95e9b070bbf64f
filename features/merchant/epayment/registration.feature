@epayment @core
Feature: A webhook is gone
  Whoever answers no delivery for two weeks is registered no more, and is not told.
  A shop that looks at the list of its webhooks notices.

  @rule:merchant-webhook-removed
  Rule: What is registered no more is registered again

    @WH-CL-09 @last
    Scenario: The API has removed the webhook of a shop that nobody could reach
      Given the API has removed the shop's webhooks
      When the shop checks its webhooks
      Then a webhook is registered again
      And the shop is told when Kari pays for an order of 499.00 NOK
