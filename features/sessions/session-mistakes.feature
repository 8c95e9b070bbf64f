@checkout.v2 @checkout.v3 @extended
Feature: Mistakes that a session forgives
  A session is opened all the same, and what is wrong is named.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:session-mistakes
  Rule: What is wrong is named although it is let pass

    Scenario: A way back without encryption is named
      Given the way back is "http://shop.example/done"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.https-url"

    Scenario: A way back into an app that is not said to be one is named
      Given the way back is "merchantapp://orders/done"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.return-to-app"

    Scenario: A token that is soon guessed is named
      Given the order carries "tok-77-x" at "/merchantInfo/callbackAuthorizationToken"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.callback-token"

    Scenario: An e-mail address that is none is named
      Given the merchant knows who Kari is
      And the order carries "kari" at "/prefillCustomer/email"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.prefill"

    Scenario: One id for two ways to ship is named
      Given the order names these ways to ship
        | id   | carrier | type          | cost  | default |
        | mail | POSTEN  | MAILBOX       | 49.00 | yes     |
        | mail | POSTEN  | HOME_DELIVERY | 99.00 | no      |
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.option-ids"

    @sandbox
    Scenario: Less than a krone is refused
      Given an order of 0.99 NOK
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request is reported as "guide.minimum-amount"

    @sandbox
    Scenario: An answer without a default is taken, and named
      Given the merchant is to be asked how it ships
      And asked, the merchant names these ways to ship
        | id   | carrier | type          | cost  | default |
        | mail | POSTEN  | MAILBOX       | 49.00 | no      |
        | door | POSTEN  | HOME_DELIVERY | 99.00 | no      |
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "mail" for 49.00 NOK
      And the answer to the callback is reported as "guide.one-default"
