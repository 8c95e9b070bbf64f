@checkout.v2 @extended @wire
Feature: Checkout version 2 on the wire
  What version 2 needs that version 3 has no more, and how it answers.

  Background:
    Given a merchant that sells in NOK

  @rule:checkout-v2-fields
  Rule: A session says which forms it shows

    Scenario Outline: A session of version 2 without <what> is refused
      Given an order of 499.00 NOK
      And the order carries nothing at "<place>"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "<place>"

      Examples: what version 3 has no more
        | what                     | place                        |
        | a word on contact fields | /contactFields               |
        | a word on address fields | /addressFields               |
        | a prefix of callbacks    | /merchantInfo/callbackPrefix |
        | a reference              | /transaction/reference       |

    @sandbox
    Scenario: An address without contact data is refused
      Given an order of 499.00 NOK
      And the order carries false at "/contactFields"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request is reported as "guide.address-needs-contact"

    Scenario Outline: A reference of <length> characters opens no session of version 2
      Given an order of 499.00 NOK
      And its reference has <length> characters
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/transaction/reference"

      Examples: one too few, one too many
        | length |
        | 7      |
        | 51     |

    @sandbox
    Scenario: An order of version 3 opens no session of version 2
      When a client sends POST /checkout/v2/session with
        | body | {"type":"PAYMENT","reference":"kontrakt-of-version-3","merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"merchant-of-the-kontrakt-1"},"transaction":{"amount":{"value":49900,"currency":"NOK"},"paymentDescription":"Two mugs"},"configuration":{"elements":"Full"},"logistics":{"fixedOptions":[{"id":"mail","brand":"POSTEN","type":"MAILBOX","priority":1,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}}]}} |
      Then the answer has the status 400
      And the request breaks the contract at "/merchantInfo/callbackPrefix"
      And the request breaks the contract at "/contactFields"
      And the request breaks the contract at "/addressFields"
      And the request breaks the contract at "/transaction/reference"
      And the request breaks the contract at "/logistics/fixedOptions/0/product"
      And the request is reported as "guide.version-3-names"

  @rule:checkout-v2-authentication
  Rule: Every call of version 2 carries the keys

    Scenario Outline: A poll of version 2 without <header> is answered with 401
      Given the merchant has opened a session of 499.00 NOK
      When a client sends GET /checkout/v2/session/{session-id} with
        | <header> |  |
      Then the answer has the status 401
      And the request breaks the contract at "<header>"

      Examples: the keys
        | header                    |
        | client_id                 |
        | client_secret             |
        | Ocp-Apim-Subscription-Key |

    @sandbox
    Scenario: A poll of version 2 without the serial number is answered with 401
      Given the merchant has opened a session of 499.00 NOK
      When a client sends GET /checkout/v2/session/{session-id} with
        | Merchant-Serial-Number |  |
      Then the answer has the status 401
      And the request breaks the contract at "Merchant-Serial-Number"

    Scenario: An opening of version 2 without a secret is answered with 401
      When a client sends POST /checkout/v2/session with
        | client_secret |                                                                                                                                                                                                                                                                                      |
        | body          | {"merchantInfo":{"callbackPrefix":"https://shop.example/vipps","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"merchant-of-the-kontrakt-1"},"transaction":{"amount":{"value":49900,"currency":"NOK"},"reference":"kontrakt-no-secret-2","paymentDescription":"Two mugs"},"contactFields":true,"addressFields":true} |
      Then the answer has the status 401
      And the request breaks the contract at "client_secret"

    @sandbox
    Scenario: A session of version 2 is not read with the serial number of another merchant
      Given the merchant has opened a session of 499.00 NOK
      When a client sends GET /checkout/v2/session/{session-id} with
        | Merchant-Serial-Number | {other msn} |
      Then the answer has the status 403

  @rule:checkout-v2-prefill
  Rule: Who knows something of the customer knows all of it

    Scenario: A number without the rest of the customer is refused
      Given an order of 499.00 NOK
      And the merchant knows who Kari is
      And the order carries nothing at "/prefillCustomer/lastName"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/prefillCustomer/lastName"

  @rule:checkout-v2-statuses
  Rule: Version 2 finds sessions by its own number

    Scenario: A session is read by its number
      Given the merchant has opened a session of 499.00 NOK
      When a client sends GET /checkout/v2/session/{session-id}
      Then the answer has the status 200
      And the answer's "sessionState" is "SessionStarted"
      And every exchange keeps to the contract

    Scenario: A session is not read by the merchant's reference
      Given the merchant has opened a session of 499.00 NOK
      When a client sends GET /checkout/v2/session/{session}
      Then the answer has the status 404
      And the answer's "errorCode" is "Session-00100"

    @sandbox
    Scenario: A session that was paid says so in the words of version 2
      Given the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When a client sends GET /checkout/v2/session/{session-id}
      Then the answer's "paymentDetails.state" reads "AUTHORISED"
      And the answer's "paymentMethod" reads "Wallet"
      And the answer's "shippingDetails.region" reads "Oslo"
      And the answer's "billingDetails.region" reads "Oslo"
      And the answer's "shippingDetails.city" reads nothing
      And the answer's "userDetails.firstName" reads "Kari"

    @sandbox
    Scenario: A session that ended without payment says so in the words of version 2
      Given the merchant has opened a session of 499.00 NOK
      And Kari has left the payment
      When a client sends GET /checkout/v2/session/{session-id}
      Then the answer's "sessionState" is "SessionTerminated"
      And the answer's "paymentDetails.state" reads "TERMINATED"

    Scenario: An opening of version 2 without a body is answered with 400
      When a client sends POST /checkout/v2/session
      Then the answer has the status 400
      And the request is reported as "body.missing"
