@ecom.v2 @core
Feature: Reading what happened to a payment
  Details hold the whole history of a payment and the sums that follow from it.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:ecom-history
  Rule: Every act leaves one entry

    Scenario: An order that shipped and came back reads from start to end
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      And the merchant has captured 300.00 NOK
      And the merchant has refunded 99.00 NOK
      Then the history reads
        | operation | amount |
        | INITIATE  | 499.00 |
        | RESERVE   | 499.00 |
        | CAPTURE   | 199.00 |
        | CAPTURE   | 300.00 |
        | REFUND    | 99.00  |
      And every exchange keeps to the contract

    Scenario: Start and reservation carry no key
      Given Kari has approved
      Then the entries INITIATE and RESERVE carry no key

    Scenario: A capture carries the key it was asked for with
      Given Kari has approved
      When the merchant captures 199.00 NOK with the key "parcel"
      Then the entry CAPTURE carries the key "parcel"

    Scenario: A payment cancelled while pending ends with CANCEL
      Given the merchant has cancelled the payment
      Then the history ends with CANCEL

    Scenario: A reservation given up ends with VOID
      Given Kari has approved
      And the merchant has cancelled the payment
      Then the history ends with VOID
      And nothing stands captured
      And nothing stands left to capture
      And nothing stands refunded
      And nothing stands left to refund

    Scenario: A released rest ends with VOID
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      And the merchant has released the rest
      Then the history ends with VOID
      And 199.00 NOK stands left to refund

    @sandbox
    Scenario: A payment that Kari rejected ends with CANCEL
      Given Kari has rejected the payment
      Then the history ends with CANCEL

    Scenario: A refused capture takes nothing and leaves no capture behind
      Given Kari has approved
      When the merchant tries to capture 499.01 NOK
      Then the capture is refused because it exceeds the authorization
      And the history holds 0 captures

    Scenario: A capture is listed with the text it was made with
      Given Kari has approved
      When the merchant captures 199.00 NOK with the text "One mug"
      Then the entry CAPTURE carries the text "One mug"

  @rule:ecom-status-deprecated
  Rule: The status operation is deprecated

    Scenario Outline: A merchant that still asks for the status of a <state> payment is told <word>
      Given the payment is made <state>
      When the merchant asks for the status
      Then the status is <word>
      And the request is reported as "lifecycle.deprecated"

      Examples: words of the status
        | state     | word     |
        | pending   | INITIATE |
        | reserved  | RESERVE  |
        | captured  | CAPTURE  |
        | refunded  | REFUND   |
        | cancelled | CANCEL   |
        | voided    | VOID     |
