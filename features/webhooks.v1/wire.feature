@webhooks.v1 @extended @wire
Feature: Webhooks on the wire
  What calls have to look like, and what becomes of calls that look otherwise.

  Background:
    Given a merchant that sells in NOK

  @rule:webhooks-authentication
  Rule: Every call about registrations says who calls

    @production-safe
    Scenario: A list without a token is answered with 401
      When a client sends GET /webhooks/v1/webhooks with
        | Authorization |  |
      Then the answer has the status 401
      And the request is reported as "auth.missing"

    @production-safe
    Scenario: A list without a subscription key is answered with 401
      When a client sends GET /webhooks/v1/webhooks with
        | Ocp-Apim-Subscription-Key |  |
      Then the answer has the status 401
      And the request breaks the contract at "Ocp-Apim-Subscription-Key"

  @rule:webhooks-forms
  Rule: Ids and bodies have their forms

    Scenario: An id that is no UUID is answered with 400
      When a client sends DELETE /webhooks/v1/webhooks/seven
      Then the answer has the status 400
      And the request breaks the contract at "id"

    Scenario: A deletion of an id that is not there is answered with 4xx
      When a client sends DELETE /webhooks/v1/webhooks/00000000-0000-4000-8000-000000000000
      Then the answer has a status of 4xx
      And every exchange keeps to the contract

    Scenario: A registration without events at all is answered with 400
      When a client sends POST /webhooks/v1/webhooks with
        | body | {"url":"https://shop.example/hooks"} |
      Then the answer has the status 400
      And the request breaks the contract at "/events"

    Scenario: A registration without an address is answered with 400
      When a client sends POST /webhooks/v1/webhooks with
        | body | {"events":["epayments.payment.captured.v1"]} |
      Then the answer has the status 400
      And the request breaks the contract at "/url"
