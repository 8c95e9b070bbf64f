@ecom.v2 @core
Feature: What a key counts for
  A key is unique for an order, a merchant and an operation.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:ecom-key-scope
  Rule: The same key elsewhere is another key

    Scenario: A key may serve one capture and one refund
      Given the merchant has captured 199.00 NOK with the key "order"
      When the merchant refunds 199.00 NOK with the key "order"
      Then 199.00 NOK stands captured
      And 199.00 NOK stands refunded

    Scenario: A key may serve two orders
      Given the merchant has captured 199.00 NOK with the key "parcel"
      And Kari has approved another payment of 299.00 NOK
      When the merchant captures 299.00 NOK with the key "parcel"
      Then 299.00 NOK stands captured
