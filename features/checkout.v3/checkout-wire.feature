@checkout.v3 @extended @wire
Feature: Checkout version 3 on the wire
  The keys themselves are the credentials. Answers have their documented statuses,
  and changes have no body.

  Background:
    Given a merchant that sells in NOK
    And the merchant has opened a session of 499.00 NOK

  @rule:checkout-authentication
  Rule: Every call carries the keys, and no token is asked for

    Scenario Outline: A poll without <header> is answered with 401
      When a client sends GET /checkout/v3/session/{session} with
        | <header> |  |
      Then the answer has the status 401
      And the request breaks the contract at "<header>"

      Examples: every key
        | header                    |
        | client_id                 |
        | client_secret             |
        | Ocp-Apim-Subscription-Key |

    @sandbox
    Scenario: A poll without the serial number is answered with 401
      When a client sends GET /checkout/v3/session/{session} with
        | Merchant-Serial-Number |  |
      Then the answer has the status 401
      And the request breaks the contract at "Merchant-Serial-Number"

    Scenario Outline: A poll with a wrong <header> is answered with 401
      When a client sends GET /checkout/v3/session/{session} with
        | <header> | 00000000-0000-4000-8000-000000000000 |
      Then the answer has the status 401

      Examples: wrong keys
        | header                    |
        | client_id                 |
        | client_secret             |
        | Ocp-Apim-Subscription-Key |

    @sandbox
    Scenario: A session is not read with the serial number of another merchant
      When a client sends GET /checkout/v3/session/{session} with
        | Merchant-Serial-Number | {other msn} |
      Then the answer has a status of 4xx

    @sandbox
    Scenario: A session is not read with a serial number that nobody has
      When a client sends GET /checkout/v3/session/{session} with
        | Merchant-Serial-Number | 999999 |
      Then the answer has the status 403

    Scenario: A token in place of the keys is answered with 401
      When a client sends GET /checkout/v3/session/{session} with
        | client_id     |                |
        | client_secret |                |
        | Authorization | Bearer {token} |
      Then the answer has the status 401
      And the request breaks the contract at "client_id"
      And the request breaks the contract at "client_secret"

    Scenario: A token beside the keys does no harm
      When a client sends GET /checkout/v3/session/{session} with
        | Authorization | Bearer nonsense |
      Then the answer has the status 200
      And the answer's "sessionState" is "SessionCreated"

    Scenario: An opening without a secret is answered with 401
      When a client sends POST /checkout/v3/session with
        | client_secret |                                                                                                                                                                                                                                                                    |
        | body          | {"type":"PAYMENT","reference":"kontrakt-no-secret","merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"merchant-of-the-kontrakt-1"},"transaction":{"amount":{"value":49900,"currency":"NOK"},"paymentDescription":"Two mugs"}} |
      Then the answer has the status 401
      And the request breaks the contract at "client_secret"

    Scenario: A change without a secret is answered with 401
      When a client sends PATCH /checkout/v3/session/{session} with
        | client_secret |                                                                                            |
        | body          | {"transaction":{"amount":{"value":29900,"currency":"NOK"},"paymentDescription":"One mug"}} |
      Then the answer has the status 401
      And the request breaks the contract at "client_secret"

    Scenario: An end without a secret is answered with 401
      When a client sends POST /checkout/v3/session/{session}/expire with
        | client_secret |  |
      Then the answer has the status 401
      And the request breaks the contract at "client_secret"
      And the session is open

    @sandbox
    Scenario: A change with the serial number of another merchant is answered with 403
      When a client sends PATCH /checkout/v3/session/{session} with
        | Merchant-Serial-Number | {other msn}                                                                                |
        | body                   | {"transaction":{"amount":{"value":29900,"currency":"NOK"},"paymentDescription":"One mug"}} |
      Then the answer has the status 403

    @sandbox
    Scenario: An end with the serial number of another merchant is answered with 403
      When a client sends POST /checkout/v3/session/{session}/expire with
        | Merchant-Serial-Number | {other msn} |
      Then the answer has the status 403
      And the session is open

  @rule:checkout-system
  Rule: The names of the caller's system are short

    Scenario Outline: A <header> of 31 characters breaks the contract
      When a client sends GET /checkout/v3/session/{session} with
        | <header> | a-name-of-thirty-one-characters |
      Then the request breaks the contract at "<header>"

      Examples: all four
        | header                      |
        | Vipps-System-Name           |
        | Vipps-System-Version        |
        | Vipps-System-Plugin-Name    |
        | Vipps-System-Plugin-Version |

    @sandbox
    Scenario: A system's name of 31 characters is answered with 400
      When a client sends GET /checkout/v3/session/{session} with
        | Vipps-System-Name | a-name-of-thirty-one-characters |
      Then the answer has the status 400
      And the request breaks the contract at "Vipps-System-Name"

    Scenario: A merchant's own shop need not name its system
      When a client sends GET /checkout/v3/session/{session} with
        | Vipps-System-Name           |  |
        | Vipps-System-Version        |  |
        | Vipps-System-Plugin-Name    |  |
        | Vipps-System-Plugin-Version |  |
      Then the answer has the status 200
      And the request is reported as "guide.system-headers"

  @rule:checkout-statuses
  Rule: Answers have their documented statuses

    Scenario: An opening is answered with 200
      When a client sends POST /checkout/v3/session with
        | body | {"type":"PAYMENT","reference":"{a key}","merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"merchant-of-the-kontrakt-1"},"transaction":{"amount":{"value":49900,"currency":"NOK"},"paymentDescription":"Two mugs"}} |
      Then the answer has the status 200
      And the answer's "token" is not empty
      And the answer's "checkoutFrontendUrl" is not empty
      And the answer's "pollingUrl" is not empty
      And every exchange keeps to the contract

    Scenario: A change is answered with 200 and without a body
      When a client sends PATCH /checkout/v3/session/{session} with
        | body | {"transaction":{"amount":{"value":29900,"currency":"NOK"},"paymentDescription":"One mug"}} |
      Then the answer has the status 200
      And the answer has no body
      And every exchange keeps to the contract

    Scenario: An end is answered with 200 and without a body
      When a client sends POST /checkout/v3/session/{session}/expire
      Then the answer has the status 200
      And the answer has no body
      And every exchange keeps to the contract

    Scenario: A session that nobody opened is answered with 404
      When a client sends GET /checkout/v3/session/no-such-session
      Then the answer has the status 404
      And the answer's "errorCode" is "Session-00100"
      And every exchange keeps to the contract

    Scenario: A session is not read by the number that version 2 had
      When a client sends GET /checkout/v3/session/{session-id}
      Then the answer has the status 404

    Scenario: An opening without a body is answered with 400
      When a client sends POST /checkout/v3/session
      Then the answer has the status 400
      And the request is reported as "body.missing"

    Scenario: A body that is no JSON opens no session
      When a client sends POST /checkout/v3/session with
        | body | {"type": |
      Then the answer has the status 400
      And the request is reported as "body.not-json"

    Scenario: A key of 51 characters is answered with 400
      When a client sends POST /checkout/v3/session with
        | Idempotency-Key | a-key-that-has-exactly-fifty-one-characters-in-it-x                                                                                                                                                                                                                     |
        | body            | {"type":"PAYMENT","reference":"{a key}","merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"merchant-of-the-kontrakt-1"},"transaction":{"amount":{"value":49900,"currency":"NOK"},"paymentDescription":"Two mugs"}} |
      Then the answer has the status 400
      And the request breaks the contract at "Idempotency-Key"
