@recurring.v3 @extended @wire
Feature: Recurring on the wire
  What headers, bodies and answers have to look like, and what becomes of calls
  that look otherwise.

  Background:
    Given a merchant that sells in NOK

  @rule:recurring-authentication
  Rule: Every call says who calls

    Scenario: An agreement is not read without a token
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement} with
        | Authorization |  |
      Then the answer has the status 401
      And the request is reported as "auth.missing"

    Scenario: An agreement is not read with a token that nobody gave out
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement} with
        | Authorization | Bearer nonsense |
      Then the answer has the status 401

    Scenario: An agreement is not read without a subscription key
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement} with
        | Ocp-Apim-Subscription-Key |  |
      Then the answer has the status 401
      And the request breaks the contract at "Ocp-Apim-Subscription-Key"

    @sandbox
    Scenario: An agreement is not read with the serial number of another merchant
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement} with
        | Merchant-Serial-Number | {other msn} |
      Then the answer has a status of 4xx

    Scenario: An agreement is read without a serial number
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement} with
        | Merchant-Serial-Number |  |
      Then the answer has the status 200
      And every exchange keeps to the contract

  @rule:recurring-key-form
  Rule: Every change carries a key of at most 40 characters

    Scenario: A draft without a key is refused
      When a client sends POST /recurring/v3/agreements with
        | Idempotency-Key |                                                                                                                                                                                                                                        |
        | body            | {"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
      Then the answer has the status 400
      And the answer names the problem "idempotency-key-header"
      And the request breaks the contract at "Idempotency-Key"

    Scenario Outline: A draft with a key that has <what> is refused
      When a client sends POST /recurring/v3/agreements with
        | Idempotency-Key | <key>                                                                                                                                                                                                                                  |
        | body            | {"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
      Then the answer has the status 400
      And the answer names the problem "idempotency-key-header"
      And the request breaks the contract at "Idempotency-Key"

      Examples: too many characters, and one that keys must not have
        | what          | key                                       |
        | 41 characters | a-key-that-has-forty-one-characters-in-it |
        | a slash       | march/2030                                |

    Scenario Outline: A <what> without a key is refused
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends <method> /recurring/v3/agreements/{agreement}<path> with
        | Idempotency-Key |        |
        | body            | <body> |
      Then the answer has the status 400
      And the answer names the problem "idempotency-key-header"
      And the request breaks the contract at "Idempotency-Key"
      And the charge is reserved
      And the agreement is active

      Examples: every change
        | what    | method | path                      | body                                                                                                         |
        | stop    | PATCH  |                           | {"status":"STOPPED"}                                                                                         |
        | charge  | POST   | /charges                  | {"amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2} |
        | capture | POST   | /charges/{charge}/capture | {"amount":50000}                                                                                             |
        | refund  | POST   | /charges/{charge}/refund  | {"amount":50000,"description":"A jar was broken"}                                                            |

    Scenario: A cancellation without a key is refused
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends DELETE /recurring/v3/agreements/{agreement}/charges/{charge} with
        | Idempotency-Key |  |
      Then the answer has the status 400
      And the request breaks the contract at "Idempotency-Key"
      And the charge is reserved

  @rule:recurring-media
  Rule: Bodies are JSON

    Scenario: A stop that is a form is refused
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends PATCH /recurring/v3/agreements/{agreement} with
        | Idempotency-Key | {a key}                           |
        | Content-Type    | application/x-www-form-urlencoded |
        | body            | status=STOPPED                    |
      Then the answer has the status 415
      And the answer names the problem "unsupported-media-type"
      And the request is reported as "content-type.undocumented"
      And the agreement is active

    Scenario: A body that is no JSON is refused
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends PATCH /recurring/v3/agreements/{agreement} with
        | Idempotency-Key | {a key}    |
        | body            | {"status": |
      Then the answer has the status 400
      And the answer names the problem "invalid-json"
      And the request is reported as "body.not-json"
      And the agreement is active

    Scenario: An answer that cannot be given is refused
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement} with
        | Accept | text/html |
      Then the answer has the status 406
      And the answer names the problem "not-acceptable"

  @rule:recurring-problems
  Rule: A refusal says what is wrong

    Scenario: A draft without product, price and way back names all three
      When a client sends POST /recurring/v3/agreements with
        | Idempotency-Key | {a key}                                                                                             |
        | body            | {"interval":{"unit":"MONTH","count":1},"merchantAgreementUrl":"https://shop.example/my/honey"} |
      Then the answer has the status 400
      And the answer names the problem "validation-error"
      And the problem is about "pricing"
      And the problem is about "productName"
      And the problem is about "merchantRedirectUrl"
      And the request breaks the contract at "/pricing"
      And the request breaks the contract at "/productName"
      And the request breaks the contract at "/merchantRedirectUrl"

    Scenario Outline: <what> that nobody has is answered with 404
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/<path>
      Then the answer has the status 404
      And the answer names the problem "resource-not-found"
      And every exchange keeps to the contract

      Examples: wherever it is looked for
        | what                        | path                                       |
        | An agreement                | agreements/agr_none000                     |
        | A list of charges           | agreements/agr_none000/charges             |
        | A charge                    | agreements/{agreement}/charges/chr-none000 |
        | A charge without agreement  | charges/chr-none000                        |

    Scenario: A charge above the cap says so
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends POST /recurring/v3/agreements/{agreement}/charges with
        | Idempotency-Key | {a key}                                                                                                       |
        | body            | {"amount":174501,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2} |
      Then the answer has the status 400
      And the answer names the problem "charge-amount-too-high"

    Scenario: A state that does not exist cannot be asked for
      When a client sends GET /recurring/v3/agreements?status=PAUSED
      Then the answer has a status of 4xx
      And the request breaks the contract at "status"

    Scenario: A page of more agreements than there can be is refused
      When a client sends GET /recurring/v3/agreements?pageNumber=1&pageSize=2001
      Then the answer has a status of 4xx
      And the request breaks the contract at "pageSize"

    Scenario: A page that does not lead on is refused
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v3/agreements/{agreement}/charges with
        | Continuation-Token | 00000000-0000-4000-8000-000000000000 |
      Then the answer has a status of 4xx

    Scenario: An acceptance without a number is refused
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends PATCH /recurring/v3/agreements/{agreement}/accept with
        | Idempotency-Key | {a key} |
        | body            | {}      |
      Then the answer has the status 400
      And the request breaks the contract at "/phoneNumber"
      And the agreement is pending

    @sandbox
    Scenario: Who asks too often is told when to ask again
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant has read the charge 10 times
      When a client sends GET /recurring/v3/agreements/{agreement}/charges/{charge}
      Then the answer has the status 429
      And the answer says when to ask again

  @rule:recurring-answers
  Rule: Changes are answered without a body

    Scenario: A stop is answered without a body
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends PATCH /recurring/v3/agreements/{agreement} with
        | Idempotency-Key | {a key}              |
        | body            | {"status":"STOPPED"} |
      Then the answer has the status 204
      And the answer has no body
      And every exchange keeps to the contract

    Scenario Outline: A <what> is answered without a body
      Given Kari has <state> for an agreement of 500.00 NOK every month
      When a client sends POST /recurring/v3/agreements/{agreement}/charges/{charge}/<what> with
        | Idempotency-Key | {a key} |
        | body            | <body>  |
      Then the answer has the status 204
      And the answer has no body
      And every exchange keeps to the contract

      Examples: a capture needs no text
        | what    | state               | body                                              |
        | capture | 500.00 NOK reserved | {"amount":50000}                                  |
        | refund  | paid 500.00 NOK     | {"amount":50000,"description":"A jar was broken"} |

    Scenario: A cancellation is answered without a body
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends DELETE /recurring/v3/agreements/{agreement}/charges/{charge} with
        | Idempotency-Key | {a key} |
      Then the answer has the status 204
      And the answer has no body
      And every exchange keeps to the contract

    Scenario: A capture may still have a text of its own
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends POST /recurring/v3/agreements/{agreement}/charges/{charge}/capture with
        | Idempotency-Key | {a key}                                     |
        | body            | {"amount":50000,"description":"The parcel"} |
      Then the answer has the status 204
      And the charge is charged
