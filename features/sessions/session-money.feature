@checkout.v2 @checkout.v3 @core @sandbox
Feature: What becomes of the money of a session
  Checkout reserves. ePayment captures, refunds and cancels under the same
  reference, shipping included, and the session tells how the money stands.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK
    And the order names these ways to ship
      | id   | carrier | type    | cost  | default |
      | mail | POSTEN  | MAILBOX | 49.50 | yes     |
    And the merchant has opened the session
    And Kari has paid

  @rule:session-money-moves
  Rule: The session follows what ePayment does

    Scenario: Part of the order ships now, and the rest later
      Given the merchant has captured 199.00 NOK
      When the merchant captures everything that is left
      Then the session stands at
        | authorized | captured | refunded | cancelled |
        | 548.50     | 548.50   | 0.00     | 0.00      |
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 548.50     | 548.50   | 0.00     | 0.00      |
      And every exchange keeps to the contract

    Scenario: The rest of the order is given up
      Given the merchant has captured 199.00 NOK
      When the merchant releases the rest
      Then the session stands at
        | authorized | captured | refunded | cancelled |
        | 548.50     | 199.00   | 0.00     | 349.50    |
      And the session is paid
      And every exchange keeps to the contract

    Scenario: Part of what was taken goes back
      Given the merchant has captured everything
      When the merchant refunds 49.50 NOK
      Then the session stands at
        | authorized | captured | refunded | cancelled |
        | 548.50     | 548.50   | 49.50    | 0.00      |
      And 499.00 NOK stands left to refund
      And every exchange keeps to the contract

    Scenario: An order that is not sent is cancelled
      When the merchant cancels the payment
      Then the payment is cancelled
      And the session stands at
        | authorized | captured | refunded | cancelled |
        | 548.50     | 0.00     | 0.00     | 548.50    |
      And every exchange keeps to the contract

    Scenario: The goods alone are less than what was reserved
      When the merchant captures 499.00 NOK
      Then 49.50 NOK stands left to capture
      And the session comes to 548.50 NOK

    Scenario: One øre more than goods and shipping is refused
      When the merchant tries to capture 548.51 NOK
      Then the capture is refused because it exceeds the authorization
      And nothing stands captured

  @rule:session-money-taken-back
  Rule: A payment that is taken back while the customer pays ends the session

    Scenario: The merchant takes the payment back before the customer approves
      Given the merchant has opened another session of 250.00 NOK
      And Kari has gone to pay
      When the merchant cancels the payment
      Then the session is ended without payment
      And the merchant is told that the session is ended without payment
