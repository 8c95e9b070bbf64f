@webhooks.v1 @core
Feature: Registering for events
  A merchant says once which events it wants to be told at which address. The
  secret that signs the deliveries is shown then and never again.

  Background:
    Given a merchant that sells in NOK

  @rule:webhooks-register
  Rule: A registration is listed until it is deleted

    Scenario: A registration is listed with its address and events
      When the merchant registers "https://shop.example/hooks" for "captured, refunded"
      Then the registration is listed
      And every exchange keeps to the contract

    Scenario: A deleted registration is listed no more
      Given the merchant registers "https://shop.example/hooks" for "every payment event"
      When the merchant deletes the registration
      Then the registration is listed no more
      And every exchange keeps to the contract

    Scenario: Two registrations have two secrets
      Given the merchant registers "https://shop.example/hooks" for "captured"
      When the merchant registers "https://shop.example/other-hooks" for "captured"
      Then every registration has a secret of its own, and the list shows none
      And every exchange keeps to the contract

    Scenario: Events of other APIs can be registered for too
      When the merchant registers "https://shop.example/hooks" for "recurring.charge-canceled.v1, user.checked-in.v1"
      Then the registration is listed
      And every exchange keeps to the contract

    Scenario: A registration cannot be deleted twice
      Given the merchant registers "https://shop.example/hooks" for "captured"
      And the merchant has deleted the registration
      When the merchant tries to delete the registration
      Then the deletion is refused

    Scenario: A registration that never was cannot be deleted
      When the merchant tries to delete a registration that it never made
      Then the deletion is refused

  @rule:webhooks-address
  Rule: An address is one that can be reached safely

    Scenario: An address without encryption is refused
      When the merchant tries to register "http://shop.example/hooks" for "captured"
      Then the registration is refused because the request is invalid
      And the refusal is about "url"
      And the request is reported as "guide.https-url"

    Scenario Outline: An address such as <address> is refused
      When the merchant tries to register "<address>" for "captured"
      Then the registration is refused because the request is invalid
      And the refusal is about "url"
      And the request is reported as "guide.public-address"

      Examples: nobody outside reaches them
        | address                 |
        | https://localhost/hooks |
        | https://10.0.0.7/hooks  |

    Scenario: An empty address is refused
      When the merchant tries to register "" for "captured"
      Then the registration is refused because the request is invalid
      And the refusal is about "url"
      And the request is reported as "guide.https-url"

  @rule:webhooks-events
  Rule: Events are those that exist

    Scenario: A registration without events is refused
      When the merchant tries to register "https://shop.example/hooks" without events
      Then the registration is refused because the request is invalid
      And the refusal is about "events"

    Scenario: A misspelt event is refused, and said to be misspelt
      When the merchant tries to register "https://shop.example/hooks" for "epayment.payment.captured.v1"
      Then the registration is refused because the request is invalid
      And the refusal is about "events"
      And the request is reported as "guide.webhook-event-name"

    @sandbox
    Scenario: A merchant may have 25 registrations for an event and no more
      Given the merchant has registered 25 addresses for "captured"
      When the merchant tries to register "https://shop.example/one-too-many" for "captured"
      Then the registration is refused because the request is invalid
      And 25 registrations are listed

    @sandbox
    Scenario: Registrations for one event leave room for another
      Given the merchant has registered 25 addresses for "captured"
      When the merchant registers "https://shop.example/refunds" for "refunded"
      Then 26 registrations are listed
