@recurring.v3 @extended @wire
Feature: Moving from version 2
  What a client of version 2 sends, and what version 3 makes of it.

  Background:
    Given a merchant that sells in NOK

  @rule:moving-draft
  Rule: A draft of version 2 is none

    Scenario: A draft in the words of version 2 is refused
      When a client sends POST /recurring/v3/agreements with
        | Idempotency-Key | {a key}                                                                                                                                                                                                               |
        | body            | {"price":34900,"currency":"NOK","interval":"MONTH","intervalCount":1,"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
      Then the answer has the status 400
      And the answer names the problem "validation-error"
      And the problem is about "pricing"
      And the request is reported as "guide.v2-name"
      And the request breaks the contract at "/pricing"

    Scenario: A price of nothing is none
      Given an agreement of 0.00 NOK every month
      When the merchant tries to offer it to Kari
      Then the draft is refused because the amount is too small
      And the request is reported as "guide.minimum-amount"

    Scenario: The key of version 2's samples is none
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends PATCH /recurring/v3/agreements/{agreement} with
        | Idempotency-Key |                      |
        | Idempotent-Key  | {a key}              |
        | body            | {"status":"STOPPED"} |
      Then the answer has the status 400
      And the request is reported as "idempotency.key-name"
      And the agreement is active

  @rule:moving-changes
  Rule: Changes look otherwise

    Scenario: An agreement is not changed with PUT
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends PUT /recurring/v3/agreements/{agreement} with
        | Idempotency-Key | {a key}                   |
        | body            | {"productName":"Jam only"} |
      Then the answer has a status of 4xx
      And the request is reported as "route.method"
      And the agreement has
        | product | Honey by post |

    Scenario: A capture without a body is refused
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends POST /recurring/v3/agreements/{agreement}/charges/{charge}/capture with
        | Idempotency-Key | {a key} |
      Then the answer has the status 400
      And the request is reported as "body.missing"
      And the charge is reserved

    Scenario: A capture without an amount is refused
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends POST /recurring/v3/agreements/{agreement}/charges/{charge}/capture with
        | Idempotency-Key | {a key} |
        | body            | {}      |
      Then the answer has the status 400
      And the request breaks the contract at "/amount"
      And the charge is reserved

    Scenario: Charges are not filtered by the name that version 2 had
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement}/charges?chargeStatus=CHARGED
      Then the request is reported as "guide.v2-name"

    Scenario: A day comes back as a time
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When a client sends GET /recurring/v3/agreements/{agreement}/charges/{charge}
      Then the answer has the status 200
      And the answer's "due" is a time on the day in 3 days
