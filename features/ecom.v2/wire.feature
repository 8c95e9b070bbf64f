@ecom.v2 @extended @wire
Feature: eCom on the wire
  What headers and paths have to look like, and what becomes of calls that look
  otherwise.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:ecom-authentication
  Rule: Every call says who calls

    Scenario: A call without a token is answered with 401
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Authorization |  |
      Then the answer has the status 401
      And the request is reported as "auth.missing"

    Scenario: A call with a token that nobody gave out is answered with 401
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Authorization | Bearer nonsense |
      Then the answer has the status 401

    Scenario: A call with bearer in lower case is answered with 401
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Authorization | bearer {token} |
      Then the answer has the status 401
      And the request is reported as "guide.bearer"

    Scenario: A call without a subscription key is answered with 401
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Ocp-Apim-Subscription-Key |  |
      Then the answer has the status 401
      And the request breaks the contract at "Ocp-Apim-Subscription-Key"

    Scenario: A call with a subscription key that nobody has is answered with 401
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Ocp-Apim-Subscription-Key | 00000000000000000000000000000000 |
      Then the answer has the status 401

    @sandbox
    Scenario: A token that has expired is answered with 401
      Given 2 hours have passed while the merchant kept its token
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Authorization | Bearer {token} |
      Then the answer has the status 401

    @sandbox
    Scenario: A token that was fetched with another subscription key is answered with 401
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Authorization | Bearer {other token} |
      Then the answer has the status 401

    @sandbox
    Scenario: A call for the serial number of another merchant is refused
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Merchant-Serial-Number | {other msn} |
      Then the answer has a status of 4xx

  @rule:ecom-system-headers
  Rule: The names of systems have at most 30 characters

    Scenario: A system name of 31 characters breaks the contract
      When a client sends GET /ecomm/v2/payments/{order}/details with
        | Vipps-System-Name | a-system-with-too-long-a-name-x |
      Then the request breaks the contract at "Vipps-System-Name"

  @rule:ecom-request-id
  Rule: A capture carries an X-Request-Id

    @sandbox
    Scenario: A partial capture without a key is refused
      Given Kari has approved
      When a client sends POST /ecomm/v2/payments/{order}/capture with
        | X-Request-Id |                                                                                                                                    |
        | body         | {"merchantInfo":{"merchantSerialNumber":"{msn}"},"transaction":{"amount":10000,"transactionText":"One parcel"}} |
      Then the answer has a status of 4xx
      And the request breaks the contract at "X-Request-Id"
      And nothing stands captured

    Scenario: A key of 41 characters breaks the contract
      Given Kari has approved
      When a client sends POST /ecomm/v2/payments/{order}/capture with
        | X-Request-Id | a-key-that-has-forty-one-characters-in-it                                                                       |
        | body         | {"merchantInfo":{"merchantSerialNumber":"{msn}"},"transaction":{"amount":10000,"transactionText":"One parcel"}} |
      Then the request breaks the contract at "X-Request-Id"

  @rule:ecom-spelling
  Rule: Case and trailing slash of a path are forgiven

    Scenario Outline: A path written <how> leads to the details
      When a client sends GET <path>
      Then the answer has the status 200
      And the request is reported as "route.spelling"

      Examples: spellings that are seen
        | how                   | path                                |
        | with a slash at the end | /ecomm/v2/payments/{order}/details/ |
        | with capitals         | /Ecomm/v2/Payments/{order}/details  |

  @rule:ecom-unknown-path
  Rule: What is not there is said to be not there

    Scenario: The first version of eCom is gone
      When a client sends GET /ecomm/v1/payments/{order}/details
      Then the answer has a status of 4xx
      And the request is reported as "lifecycle.retired"

    @sandbox
    Scenario: A body that is no JSON starts no payment
      When a client sends POST /ecomm/v2/payments with
        | body | {"transaction": |
      Then the answer has a status of 4xx
      And the request is reported as "body.not-json"
