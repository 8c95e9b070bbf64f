@checkout.v3 @extended
Feature: Opening a session twice by mistake
  A merchant that did not hear the answer repeats the call with its key, and gets
  the answer that it missed.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:checkout-key
  Rule: A key that comes again with the same order opens no second session

    Scenario: An opening that is repeated gives the session that there is
      Given the merchant has opened the session with the key "order"
      When the merchant repeats the opening with the key "order"
      Then the session is open
      And every exchange keeps to the contract

    @sandbox
    Scenario: An opening that is repeated after the customer paid gives the session that there is
      Given the merchant has opened the session with the key "order"
      And Kari has paid
      When the merchant repeats the opening with the key "order"
      Then the session is paid

    @sandbox
    Scenario: Another key does not free the reference
      Given the merchant has opened the session with the key "order"
      When the merchant tries to open a session of 299.00 NOK under the same reference
      Then the session is refused because the reference is taken
      And the session is open
