@epayment.v1 @core
Feature: Keys of ePayment
  Every change of a payment carries a key, its start too. Under one key there is
  one request and one answer.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:epayment-key-start
  Rule: A start that is repeated with its key starts nothing new

    Scenario: A repeated start is answered as before
      Given the merchant has started the payment with the key "order"
      When the merchant repeats the start with the key "order"
      Then the payment is pending
      And the history reads
        | operation | amount |
        | CREATED   | 499.00 |
      And every exchange keeps to the contract

    Scenario: Another order under the same key is refused
      Given the merchant has started the payment with the key "order"
      And an order of 299.00 NOK
      When the merchant tries to start the payment with the key "order"
      Then the payment is refused because the key belongs to another request
      And the refusal has the code 4020

    Scenario: The same order under a fresh key is refused
      Given the merchant has started the payment with the key "order"
      When the merchant tries to start the payment with the key "another"
      Then the payment is refused because the reference is taken
      And the refusal has the code 4150

  @rule:epayment-key-changes
  Rule: A change that is repeated with its key changes nothing more

    Scenario: A key of another capture is refused with its own code
      Given the merchant has started the payment
      And Kari has approved
      And the merchant has captured 199.00 NOK with the key "parcel"
      When the merchant tries to capture 200.00 NOK with the key "parcel"
      Then the capture is refused because the key belongs to another request
      And the refusal has the code 4010

    Scenario: A key of another refund is refused with its own code
      Given the merchant has started the payment
      And Kari has approved
      And the merchant has captured everything
      And the merchant has refunded 99.00 NOK with the key "article"
      When the merchant tries to refund 98.00 NOK with the key "article"
      Then the refund is refused because the key belongs to another request
      And the refusal has the code 4150

    @sandbox
    Scenario: A repeated cancellation is answered as before
      Given the merchant has started the payment
      And Kari has approved
      And the merchant has cancelled the payment with the key "sold out"
      When the merchant repeats the cancellation with the key "sold out"
      Then 499.00 NOK stands cancelled
      And the history ends with CANCELLED

    @sandbox
    Scenario: A key may serve one capture and one refund
      Given the merchant has started the payment
      And Kari has approved
      And the merchant has captured 199.00 NOK with the key "order"
      When the merchant refunds 199.00 NOK with the key "order"
      Then 199.00 NOK stands captured
      And 199.00 NOK stands refunded

  @rule:epayment-key-refusals
  Rule: What was refused stays refused under its key

    Scenario: A capture that came too early is refused again under its key
      Given the merchant has started the payment
      And the merchant tries to capture 199.00 NOK with the key "parcel"
      And Kari has approved
      When the merchant tries to capture 199.00 NOK with the key "parcel"
      Then the capture is refused because nothing is reserved
      And nothing stands captured

    Scenario: A capture that came too early succeeds under a fresh key
      Given the merchant has started the payment
      And the merchant tries to capture 199.00 NOK with the key "parcel"
      And Kari has approved
      When the merchant captures 199.00 NOK with the key "another"
      Then 199.00 NOK stands captured

  @rule:epayment-key-trouble
  Rule: What is locked can be tried again with the same key

    @sandbox
    Scenario: A capture of a locked payment succeeds at the second try
      Given the merchant has started the payment
      And Kari has approved
      And the next change finds the payment locked
      And the merchant tries to capture 199.00 NOK with the key "parcel"
      And the capture is refused because the payment is being worked on
      When the merchant captures 199.00 NOK with the key "parcel"
      Then 199.00 NOK stands captured
      And every exchange keeps to the contract
