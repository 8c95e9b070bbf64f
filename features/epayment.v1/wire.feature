@epayment.v1 @extended @wire
Feature: ePayment on the wire
  What headers and paths have to look like, and what becomes of calls that look
  otherwise.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:epayment-authentication
  Rule: Every call says who calls

    Scenario: A read of a payment without a token is answered with 401
      When a client sends GET /epayment/v1/payments/{order} with
        | Authorization |  |
      Then the answer has the status 401
      And the request is reported as "auth.missing"

    Scenario: A read of a payment with a token that nobody gave out is answered with 401
      When a client sends GET /epayment/v1/payments/{order} with
        | Authorization | Bearer nonsense |
      Then the answer has the status 401

    Scenario: A read of a payment without a subscription key is answered with 401
      When a client sends GET /epayment/v1/payments/{order} with
        | Ocp-Apim-Subscription-Key |  |
      Then the answer has the status 401
      And the request breaks the contract at "Ocp-Apim-Subscription-Key"

    @sandbox
    Scenario: A read of a payment without the serial number breaks the contract
      When a client sends GET /epayment/v1/payments/{order} with
        | Merchant-Serial-Number |  |
      Then the request breaks the contract at "Merchant-Serial-Number"

    @sandbox
    Scenario: A payment is not read with the serial number of another merchant
      When a client sends GET /epayment/v1/payments/{order} with
        | Merchant-Serial-Number | {other msn} |
      Then the answer has a status of 4xx

  @rule:epayment-key-needed
  Rule: Changes carry a key of at most 50 characters

    Scenario Outline: A <act> without a key is refused
      Given Kari has approved
      When a client sends POST /epayment/v1/payments/{order}/<act> with
        | Idempotency-Key |                                                      |
        | body            | {"modificationAmount":{"currency":"NOK","value":100}} |
      Then the answer has the status 400
      And the request breaks the contract at "Idempotency-Key"
      And nothing stands captured

      Examples: both directions
        | act     |
        | capture |
        | refund  |

    @sandbox
    Scenario: A start without a key is refused
      When a client sends POST /epayment/v1/payments with
        | Idempotency-Key |                                                                                                                                                                           |
        | body            | {"amount":{"currency":"NOK","value":49900},"paymentMethod":{"type":"WALLET"},"reference":"order-without-a-key","userFlow":"WEB_REDIRECT","returnUrl":"https://shop.example"} |
      Then the answer has the status 400
      And the request breaks the contract at "Idempotency-Key"

    Scenario: A cancellation needs no key
      When a client sends POST /epayment/v1/payments/{order}/cancel with
        | Idempotency-Key |  |
      Then the answer has the status 200
      And every exchange keeps to the contract

    Scenario: A cancellation may carry an empty object
      When a client sends POST /epayment/v1/payments/{order}/cancel with
        | Idempotency-Key | {a key} |
        | body            | {}      |
      Then the answer has the status 200
      And every exchange keeps to the contract

    Scenario: A key of 51 characters breaks the contract
      Given Kari has approved
      When a client sends POST /epayment/v1/payments/{order}/capture with
        | Idempotency-Key | a-key-that-has-exactly-fifty-one-characters-in-it-x |
        | body            | {"modificationAmount":{"currency":"NOK","value":100}} |
      Then the request breaks the contract at "Idempotency-Key"

    @sandbox
    Scenario: A capture without an amount is refused
      Given Kari has approved
      When a client sends POST /epayment/v1/payments/{order}/capture with
        | Idempotency-Key | {a key} |
        | body            | {}      |
      Then the answer has the status 400
      And the request breaks the contract at "/modificationAmount"
      And nothing stands captured

  @rule:epayment-unknown
  Rule: What is not there is said to be not there

    Scenario Outline: The <what> of a payment that is not there are answered with 404
      When a client sends GET /epayment/v1/payments/no-such-order<path>
      Then the answer has the status 404
      And the answer names the code 5090
      And every exchange keeps to the contract

      Examples: both questions
        | what    | path    |
        | details |         |
        | events  | /events |

    @sandbox
    Scenario: A payment that is not there is approved by nobody
      When a client sends POST /epayment/v1/test/payments/no-such-order/approve with
        | body | {"customer":{"phoneNumber":"4791234567"}} |
      Then the answer has the status 404
      And the answer names the code 5090
      And every exchange keeps to the contract

    @sandbox
    Scenario: A misspelt field starts no payment
      When a client sends POST /epayment/v1/payments with
        | Idempotency-Key | {a key}                                                                                                                                                             |
        | body            | {"amount":{"currency":"NOK","value":49900},"paymentMethod":{"type":"WALLET"},"Reference":"misspelt-order","userFlow":"WEB_REDIRECT","returnUrl":"https://shop.example"} |
      Then the answer has the status 400
      And the request breaks the contract at "/reference"
      And the request is reported as "body.undocumented-property"

    @sandbox
    Scenario: A body that is no JSON starts no payment with ePayment
      When a client sends POST /epayment/v1/payments with
        | Idempotency-Key | {a key}    |
        | body            | {"amount": |
      Then the answer has a status of 4xx
      And the request is reported as "body.not-json"
