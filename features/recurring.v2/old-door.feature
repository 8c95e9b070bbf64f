@recurring.v2 @extended @wire
Feature: What every operation of version 2 asked for
  A token, the merchant's own serial number, and things that are there.

  Background:
    Given a merchant that sells in NOK
    And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month

  @rule:old-door-token
  Rule: A token was needed

    Scenario Outline: <what> of version 2 without a token is answered with 401
      When a client sends <method> <path> with
        | Authorization          |  |
        | Idempotency-Key        | {a key} |
      Then the answer has the status 401
      And the request is reported as "auth.missing"
      And the charge is reserved

      Examples: calls without a body
        | what                 | method | path                                                          |
        | A list of agreements | GET    | /recurring/v2/agreements                                      |
        | An agreement         | GET    | /recurring/v2/agreements/{agreement}                          |
        | A list of charges    | GET    | /recurring/v2/agreements/{agreement}/charges                  |
        | A charge             | GET    | /recurring/v2/agreements/{agreement}/charges/{charge}         |
        | A cancellation       | DELETE | /recurring/v2/agreements/{agreement}/charges/{charge}         |
        | A capture            | POST   | /recurring/v2/agreements/{agreement}/charges/{charge}/capture |

    Scenario Outline: <what> of version 2 without a token is answered with 401
      When a client sends <method> <path> with
        | Authorization          |  |
        | Idempotency-Key        | {a key} |
        | body                   | <body> |
      Then the answer has the status 401
      And the request is reported as "auth.missing"
      And the charge is reserved

      Examples: calls with a body
        | what              | method | path                                                         | body                                                                                                                                                                                                         |
        | A draft           | POST   | /recurring/v2/agreements                                     | {"price":34900,"currency":"NOK","interval":"MONTH","intervalCount":1,"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
        | A change          | PATCH  | /recurring/v2/agreements/{agreement}                         | {"productName":"Jam by post"}                                                                                                                                                                                |
        | A change with PUT | PUT    | /recurring/v2/agreements/{agreement}                         | {"productName":"Jam by post"}                                                                                                                                                                                |
        | An acceptance     | PATCH  | /recurring/v2/agreements/{agreement}/accept                  | {"customerPhoneNumber":"4791234567"}                                                                                                                                                                         |
        | A new charge      | POST   | /recurring/v2/agreements/{agreement}/charges                 | {"amount":34900,"currency":"NOK","description":"March","due":"{in 3 days}","retryDays":2}                                                                                                                    |
        | A refund          | POST   | /recurring/v2/agreements/{agreement}/charges/{charge}/refund | {"amount":50000,"description":"A broken jar"}                                                                                                                                                                |

  @rule:old-door-merchant
  Rule: A merchant asked for itself

    @sandbox
    Scenario Outline: <what> of version 2 with the serial number of another merchant is refused
      When a client sends <method> <path> with
        | Merchant-Serial-Number | {other msn} |
        | Idempotency-Key        | {a key} |
      Then the answer has a status of 4xx
      And the charge is reserved

      Examples: calls without a body
        | what                 | method | path                                                          |
        | A list of agreements | GET    | /recurring/v2/agreements                                      |
        | An agreement         | GET    | /recurring/v2/agreements/{agreement}                          |
        | A list of charges    | GET    | /recurring/v2/agreements/{agreement}/charges                  |
        | A charge             | GET    | /recurring/v2/agreements/{agreement}/charges/{charge}         |
        | A cancellation       | DELETE | /recurring/v2/agreements/{agreement}/charges/{charge}         |
        | A capture            | POST   | /recurring/v2/agreements/{agreement}/charges/{charge}/capture |

    @sandbox
    Scenario Outline: <what> of version 2 with the serial number of another merchant is refused
      When a client sends <method> <path> with
        | Merchant-Serial-Number | {other msn} |
        | Idempotency-Key        | {a key} |
        | body                   | <body> |
      Then the answer has a status of 4xx
      And the charge is reserved

      Examples: calls with a body
        | what              | method | path                                                         | body                                                                                                                                                                                                         |
        | A draft           | POST   | /recurring/v2/agreements                                     | {"price":34900,"currency":"NOK","interval":"MONTH","intervalCount":1,"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
        | A change          | PATCH  | /recurring/v2/agreements/{agreement}                         | {"productName":"Jam by post"}                                                                                                                                                                                |
        | A change with PUT | PUT    | /recurring/v2/agreements/{agreement}                         | {"productName":"Jam by post"}                                                                                                                                                                                |
        | An acceptance     | PATCH  | /recurring/v2/agreements/{agreement}/accept                  | {"customerPhoneNumber":"4791234567"}                                                                                                                                                                         |
        | A new charge      | POST   | /recurring/v2/agreements/{agreement}/charges                 | {"amount":34900,"currency":"NOK","description":"March","due":"{in 3 days}","retryDays":2}                                                                                                                    |
        | A refund          | POST   | /recurring/v2/agreements/{agreement}/charges/{charge}/refund | {"amount":50000,"description":"A broken jar"}                                                                                                                                                                |

  @rule:old-door-there
  Rule: What was asked about was there

    Scenario Outline: <what> of version 2 that nobody has is answered with 404
      When a client sends <method> <path> with
        | Idempotency-Key        | {a key} |
      Then the answer has the status 404

      Examples: calls without a body
        | what              | method | path                                                          |
        | An agreement      | GET    | /recurring/v2/agreements/agr_none000                          |
        | A list of charges | GET    | /recurring/v2/agreements/agr_none000/charges                  |
        | A charge          | GET    | /recurring/v2/agreements/agr_none000/charges/{charge}         |
        | A cancellation    | DELETE | /recurring/v2/agreements/agr_none000/charges/{charge}         |
        | A capture         | POST   | /recurring/v2/agreements/agr_none000/charges/{charge}/capture |

    Scenario Outline: <what> of version 2 that nobody has is answered with 404
      When a client sends <method> <path> with
        | Idempotency-Key        | {a key} |
        | body                   | <body> |
      Then the answer has the status 404

      Examples: calls with a body
        | what              | method | path                                                         | body                                                                                      |
        | A change          | PATCH  | /recurring/v2/agreements/agr_none000                         | {"productName":"Jam by post"}                                                             |
        | A change with PUT | PUT    | /recurring/v2/agreements/agr_none000                         | {"productName":"Jam by post"}                                                             |
        | An acceptance     | PATCH  | /recurring/v2/agreements/agr_none000/accept                  | {"customerPhoneNumber":"4791234567"}                                                      |
        | A new charge      | POST   | /recurring/v2/agreements/agr_none000/charges                 | {"amount":34900,"currency":"NOK","description":"March","due":"{in 3 days}","retryDays":2} |
        | A refund          | POST   | /recurring/v2/agreements/agr_none000/charges/{charge}/refund | {"amount":50000,"description":"A broken jar"}                                             |

  @rule:old-door-form
  Rule: What was asked for had its form

    Scenario Outline: <what> of version 2 that is asked for wrongly is refused with 400
      When a client sends GET <path>
      Then the answer has the status 400
      And the request breaks the contract at "<at>"

      Examples: states that never were
        | what                 | path                                                             | at           |
        | A list of agreements | /recurring/v2/agreements?status=PAUSED                           | status       |
        | A list of charges    | /recurring/v2/agreements/{agreement}/charges?chargeStatus=PAUSED | chargeStatus |

  @rule:old-door-pace
  Rule: Nobody asked too often

    @sandbox
    Scenario Outline: <what> of version 2 is refused with 429 after <times> in a minute
      Given a client has sent GET <path> <times> times
      When a client sends GET <path>
      Then the answer has the status 429

      Examples: what was read
        | what                 | path                                                  | times |
        | A list of agreements | /recurring/v2/agreements                              | 5     |
        | A list of charges    | /recurring/v2/agreements/{agreement}/charges          | 10    |
        | A charge             | /recurring/v2/agreements/{agreement}/charges/{charge} | 10    |
