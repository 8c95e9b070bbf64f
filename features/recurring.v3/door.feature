@recurring.v3 @extended @wire
Feature: What every operation of Recurring asks for
  A token, the merchant's own serial number, JSON, and things that are there.

  Background:
    Given a merchant that sells in NOK
    And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month

  @rule:door-token
  Rule: A token is needed

    Scenario Outline: <what> without a token is answered with 401
      When a client sends <method> <path> with
        | Authorization   |         |
        | Idempotency-Key | {a key} |
      Then the answer has the status 401
      And the request is reported as "auth.missing"

      Examples: calls without a body
        | what                           | method | path                                                  |
        | A list of agreements           | GET    | /recurring/v3/agreements                              |
        | An agreement                   | GET    | /recurring/v3/agreements/{agreement}                  |
        | A list of charges              | GET    | /recurring/v3/agreements/{agreement}/charges          |
        | A charge                       | GET    | /recurring/v3/agreements/{agreement}/charges/{charge} |
        | A charge without its agreement | GET    | /recurring/v3/charges/{charge}                        |
        | A cancellation                 | DELETE | /recurring/v3/agreements/{agreement}/charges/{charge} |

    Scenario Outline: <what> without a token is answered with 401
      When a client sends <method> <path> with
        | Authorization   |         |
        | Idempotency-Key | {a key} |
        | body            | <body>  |
      Then the answer has the status 401
      And the request is reported as "auth.missing"
      And the charge is reserved

      Examples: calls with a body
        | what          | method | path                                                          | body                                                                                                                                                                                                                                       |
        | A draft       | POST   | /recurring/v3/agreements                                      | {"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
        | A stop        | PATCH  | /recurring/v3/agreements/{agreement}                          | {"status":"STOPPED"}                                                                                                                                                                                                                       |
        | An acceptance | PATCH  | /recurring/v3/agreements/{agreement}/accept                   | {"phoneNumber":"4791234567"}                                                                                                                                                                                                               |
        | A new charge  | POST   | /recurring/v3/agreements/{agreement}/charges                  | {"amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2}                                                                                                                                |
        | A bulk        | POST   | /recurring/v3/agreements/charges                              | [{"agreementId":"{agreement}","amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2,"orderId":"march-of-honey"}]                                                                       |
        | A capture     | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/capture | {"amount":50000}                                                                                                                                                                                                                           |
        | A refund      | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/refund  | {"amount":50000,"description":"A broken jar"}                                                                                                                                                                                              |

  @rule:door-merchant
  Rule: A merchant asks for itself

    @sandbox
    Scenario Outline: <what> with the serial number of another merchant is refused
      When a client sends <method> <path> with
        | Merchant-Serial-Number | {other msn} |
        | Idempotency-Key        | {a key}     |
      Then the answer has a status of 4xx

      Examples: calls without a body
        | what                           | method | path                                                  |
        | A list of agreements           | GET    | /recurring/v3/agreements                              |
        | An agreement                   | GET    | /recurring/v3/agreements/{agreement}                  |
        | A list of charges              | GET    | /recurring/v3/agreements/{agreement}/charges          |
        | A charge                       | GET    | /recurring/v3/agreements/{agreement}/charges/{charge} |
        | A charge without its agreement | GET    | /recurring/v3/charges/{charge}                        |
        | A cancellation                 | DELETE | /recurring/v3/agreements/{agreement}/charges/{charge} |

    @sandbox
    Scenario Outline: <what> with the serial number of another merchant is refused
      When a client sends <method> <path> with
        | Merchant-Serial-Number | {other msn} |
        | Idempotency-Key        | {a key}     |
        | body                   | <body>      |
      Then the answer has a status of 4xx
      And the charge is reserved

      Examples: calls with a body
        | what          | method | path                                                          | body                                                                                                                                                                                                                                       |
        | A draft       | POST   | /recurring/v3/agreements                                      | {"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
        | A stop        | PATCH  | /recurring/v3/agreements/{agreement}                          | {"status":"STOPPED"}                                                                                                                                                                                                                       |
        | An acceptance | PATCH  | /recurring/v3/agreements/{agreement}/accept                   | {"phoneNumber":"4791234567"}                                                                                                                                                                                                               |
        | A new charge  | POST   | /recurring/v3/agreements/{agreement}/charges                  | {"amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2}                                                                                                                                |
        | A bulk        | POST   | /recurring/v3/agreements/charges                              | [{"agreementId":"{agreement}","amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2,"orderId":"march-of-honey"}]                                                                       |
        | A capture     | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/capture | {"amount":50000}                                                                                                                                                                                                                           |
        | A refund      | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/refund  | {"amount":50000,"description":"A broken jar"}                                                                                                                                                                                              |

  @rule:door-accept
  Rule: Answers are JSON

    Scenario Outline: <what> that is to be answered in HTML is refused with 406
      When a client sends <method> <path> with
        | Accept          | text/html |
        | Idempotency-Key | {a key}   |
      Then the answer has the status 406
      And the answer names the problem "not-acceptable"

      Examples: calls without a body
        | what                           | method | path                                                  |
        | A list of agreements           | GET    | /recurring/v3/agreements                              |
        | A list of charges              | GET    | /recurring/v3/agreements/{agreement}/charges          |
        | A charge                       | GET    | /recurring/v3/agreements/{agreement}/charges/{charge} |
        | A charge without its agreement | GET    | /recurring/v3/charges/{charge}                        |
        | A cancellation                 | DELETE | /recurring/v3/agreements/{agreement}/charges/{charge} |

    Scenario Outline: <what> that is to be answered in HTML is refused with 406
      When a client sends <method> <path> with
        | Accept          | text/html |
        | Idempotency-Key | {a key}   |
        | body            | <body>    |
      Then the answer has the status 406
      And the answer names the problem "not-acceptable"
      And the charge is reserved

      Examples: calls with a body
        | what          | method | path                                                          | body                                                                                                                                                                                                                                       |
        | A draft       | POST   | /recurring/v3/agreements                                      | {"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
        | A stop        | PATCH  | /recurring/v3/agreements/{agreement}                          | {"status":"STOPPED"}                                                                                                                                                                                                                       |
        | An acceptance | PATCH  | /recurring/v3/agreements/{agreement}/accept                   | {"phoneNumber":"4791234567"}                                                                                                                                                                                                               |
        | A new charge  | POST   | /recurring/v3/agreements/{agreement}/charges                  | {"amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2}                                                                                                                                |
        | A bulk        | POST   | /recurring/v3/agreements/charges                              | [{"agreementId":"{agreement}","amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2,"orderId":"march-of-honey"}]                                                                       |
        | A capture     | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/capture | {"amount":50000}                                                                                                                                                                                                                           |
        | A refund      | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/refund  | {"amount":50000,"description":"A broken jar"}                                                                                                                                                                                              |

  @rule:door-media
  Rule: Requests are JSON

    Scenario Outline: <what> that is plain text is refused with 415
      When a client sends <method> <path> with
        | Content-Type    | text/plain |
        | Idempotency-Key | {a key}    |
        | body            | <body>     |
      Then the answer has the status 415
      And the answer names the problem "unsupported-media-type"
      And the request is reported as "content-type.undocumented"
      And the charge is reserved

      Examples: calls with a body
        | what          | method | path                                                          | body                                                                                                                                                                                                                                       |
        | A draft       | POST   | /recurring/v3/agreements                                      | {"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
        | A stop        | PATCH  | /recurring/v3/agreements/{agreement}                          | {"status":"STOPPED"}                                                                                                                                                                                                                       |
        | An acceptance | PATCH  | /recurring/v3/agreements/{agreement}/accept                   | {"phoneNumber":"4791234567"}                                                                                                                                                                                                               |
        | A new charge  | POST   | /recurring/v3/agreements/{agreement}/charges                  | {"amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2}                                                                                                                                |
        | A bulk        | POST   | /recurring/v3/agreements/charges                              | [{"agreementId":"{agreement}","amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2,"orderId":"march-of-honey"}]                                                                       |
        | A capture     | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/capture | {"amount":50000}                                                                                                                                                                                                                           |
        | A refund      | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/refund  | {"amount":50000,"description":"A broken jar"}                                                                                                                                                                                              |

  @rule:door-there
  Rule: What is asked about is there

    Scenario Outline: <what> of an agreement that nobody has is answered with 404
      When a client sends <method> <path> with
        | Idempotency-Key | {a key} |
      Then the answer has the status 404
      And the answer names the problem "resource-not-found"

      Examples: calls without a body
        | what           | method | path                                                  |
        | A charge       | GET    | /recurring/v3/agreements/agr_none000/charges/{charge} |
        | A cancellation | DELETE | /recurring/v3/agreements/agr_none000/charges/{charge} |

    Scenario Outline: <what> of an agreement that nobody has is answered with 404
      When a client sends <method> <path> with
        | Idempotency-Key | {a key} |
        | body            | <body>  |
      Then the answer has the status 404
      And the answer names the problem "resource-not-found"

      Examples: calls with a body
        | what          | method | path                                                          | body                                                                                                        |
        | A stop        | PATCH  | /recurring/v3/agreements/agr_none000                          | {"status":"STOPPED"}                                                                                        |
        | An acceptance | PATCH  | /recurring/v3/agreements/agr_none000/accept                   | {"phoneNumber":"4791234567"}                                                                                |
        | A new charge  | POST   | /recurring/v3/agreements/agr_none000/charges                  | {"amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2} |
        | A capture     | POST   | /recurring/v3/agreements/agr_none000/charges/{charge}/capture | {"amount":50000}                                                                                            |
        | A refund      | POST   | /recurring/v3/agreements/agr_none000/charges/{charge}/refund  | {"amount":50000,"description":"A broken jar"}                                                               |

  @rule:door-key
  Rule: A key is of one request

    Scenario Outline: <what> under the key of a draft is refused with 409
      Given a client sends POST /recurring/v3/agreements with
        | Idempotency-Key | {the same key} |
        | body            | {"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey","productName":"Honey by post"} |
      And the answer has the status 201
      When a client sends <method> <path> with
        | Idempotency-Key | {the same key} |
        | body            | <body>         |
      Then the answer has the status 409
      And the answer names the problem "idempotency-conflict"
      And the charge is reserved
      And the agreement is active

      Examples: every other change
        | what          | method | path                                                          | body                                                                                                                                                                 |
        | A stop        | PATCH  | /recurring/v3/agreements/{agreement}                          | {"status":"STOPPED"}                                                                                                                                                 |
        | An acceptance | PATCH  | /recurring/v3/agreements/{agreement}/accept                   | {"phoneNumber":"4791234567"}                                                                                                                                         |
        | A new charge  | POST   | /recurring/v3/agreements/{agreement}/charges                  | {"amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2}                                                          |
        | A bulk        | POST   | /recurring/v3/agreements/charges                              | [{"agreementId":"{agreement}","amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2,"orderId":"march-of-honey"}] |
        | A capture     | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/capture | {"amount":50000}                                                                                                                                                     |
        | A refund      | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/refund  | {"amount":50000,"description":"A broken jar"}                                                                                                                        |

  @rule:door-pace
  Rule: Nobody asks too often

    @sandbox
    Scenario Outline: <what> is refused with 429 after <times> in a minute
      Given a client has sent GET <path> <times> times
      When a client sends GET <path>
      Then the answer has the status 429
      And the answer says when to ask again

      Examples: what is read
        | what                           | path                                         | times |
        | A list of agreements           | /recurring/v3/agreements                     | 5     |
        | A list of charges              | /recurring/v3/agreements/{agreement}/charges | 10    |
        | A charge without its agreement | /recurring/v3/charges/{charge}               | 100   |
        | An agreement                   | /recurring/v3/agreements/{agreement}         | 120   |

    @sandbox
    Scenario Outline: <what> is refused with 429 after <times> in a minute
      Given a client has sent <method> <path> <times> times with
        | Idempotency-Key | {a key} |
        | body            | <body>  |
      When a client sends <method> <path> with
        | Idempotency-Key | {a key} |
        | body            | <body>  |
      Then the answer has the status 429
      And the answer says when to ask again

      Examples: what is changed
        | what      | method | path                                                          | body                                                                                                                                                                 | times |
        | A change  | PATCH  | /recurring/v3/agreements/{agreement}                          | {"productName":"Jam by post"}                                                                                                                                        | 5     |
        | A capture | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/capture | {"amount":1000}                                                                                                                                                      | 5     |
        | A refund  | POST   | /recurring/v3/agreements/{agreement}/charges/{charge}/refund  | {"amount":1000,"description":"A broken jar"}                                                                                                                         | 5     |
        | A bulk    | POST   | /recurring/v3/agreements/charges                              | [{"agreementId":"{agreement}","amount":50000,"transactionType":"DIRECT_CAPTURE","description":"March","due":"{in 3 days}","retryDays":2,"orderId":"march-of-honey"}] | 100   |

    @sandbox
    Scenario: A cancellation is refused with 429 after five in a minute
      Given a client has sent DELETE /recurring/v3/agreements/{agreement}/charges/{charge} 5 times with
        | Idempotency-Key | {a key} |
      When a client sends DELETE /recurring/v3/agreements/{agreement}/charges/{charge} with
        | Idempotency-Key | {a key} |
      Then the answer has the status 429
      And the answer says when to ask again

    @sandbox
    Scenario: A charge is refused with 429 after two with one key in a minute
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the merchant has made the charge with the key "march"
      And the merchant makes the charge with the key "march"
      When the merchant tries to make the charge with the key "march"
      Then the charge is refused because there are too many calls
