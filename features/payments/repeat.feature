@ecom.v2 @epayment.v1 @core
Feature: Repeating a change
  A merchant that did not get an answer asks again with the same key, and the
  money moves once.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:idempotency-same-request
  Rule: The same request under the same key has no further effect

    Scenario: A repeated capture takes the money once
      Given the merchant has captured 199.00 NOK with the key "parcel"
      When the merchant repeats the capture of 199.00 NOK with the key "parcel"
      Then it is answered as the one before it
      And 199.00 NOK stands captured
      And the history holds 1 capture

    Scenario: A repeated capture of the whole amount takes it once
      Given the merchant has captured 499.00 NOK with the key "parcel"
      When the merchant repeats the capture of 499.00 NOK with the key "parcel"
      Then 499.00 NOK stands captured
      And the history holds 1 capture

    Scenario: A repeated refund gives the money back once
      Given the merchant has captured everything
      And the merchant has refunded 99.00 NOK with the key "article"
      When the merchant repeats the refund of 99.00 NOK with the key "article"
      Then it is answered as the one before it
      And 99.00 NOK stands refunded
      And the history holds 1 refund

  @rule:idempotency-other-request
  Rule: Another request under the same key is refused

    Scenario: A capture of another amount under the same key is refused
      Given the merchant has captured 199.00 NOK with the key "parcel"
      When the merchant tries to capture 200.00 NOK with the key "parcel"
      Then the capture is refused because the key belongs to another request
      And 199.00 NOK stands captured

    Scenario: A refund of another amount under the same key is refused
      Given the merchant has captured everything
      And the merchant has refunded 99.00 NOK with the key "article"
      When the merchant tries to refund 98.00 NOK with the key "article"
      Then the refund is refused because the key belongs to another request
      And 99.00 NOK stands refunded

  @rule:idempotency-fresh-key
  Rule: A fresh key is a fresh request

    Scenario: The same capture under a fresh key takes the money again
      Given the merchant has captured 199.00 NOK with the key "parcel one"
      When the merchant captures 199.00 NOK with the key "parcel two"
      Then 398.00 NOK stands captured
      And the history holds 2 captures
      And every capture has a number and a key of its own
