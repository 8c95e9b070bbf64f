@checkout.v3 @extended @wire
Feature: What is left of version 2 in requests of version 3
  Version 3 moved and renamed fields, and spells words exactly. What is left of
  version 2 is refused, or it has no effect and is named.

  Background:
    Given a merchant that sells in NOK

  @rule:checkout-migrate-ignored
  Rule: A field of version 2 that changes nothing any more is named

    @sandbox
    Scenario Outline: A session of version 3 with <member> of version 2 shows all forms
      Given an order of 499.00 NOK
      And the order carries <value> at "/<member>"
      And the merchant has opened the session
      When Kari pays
      Then the session says who Kari is and where she lives
      And the request is reported as "guide.version-2-names"

      Examples: fields that stood at the top
        | member              | value                  |
        | contactFields       | false                  |
        | addressFields       | false                  |
        | customerInteraction | "customer_not_present" |
        | userFlow            | "web_redirect"         |

    @sandbox
    Scenario: A question for the customer's identity that stands where it stood asks nobody
      Given an order of 499.00 NOK
      And the order carries true at "/requireUserInfo"
      And the merchant has opened the session
      When Kari pays
      Then the session does not name her to the merchant
      And the request is reported as "guide.version-2-names"

    Scenario: A prefix of callbacks beside the address is named
      Given an order of 499.00 NOK
      And the order carries "https://shop.example/vipps" at "/merchantInfo/callbackPrefix"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.version-2-names"

    Scenario Outline: A way to ship with <member> of version 2 is named
      Given an order of 499.00 NOK
      And the order names POSTEN with the type MAILBOX for 59.00 NOK
      And its last way to ship carries <value> at "<member>"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.version-2-names"

      Examples: fields that ways to ship had
        | member        | value         |
        | product       | "To the door" |
        | isPickupPoint | true          |
        | isPorterbuddy | true          |
        | isInstabox    | false         |

  @rule:checkout-migrate-refused
  Rule: What cannot be understood is refused

    @sandbox
    Scenario: An order of version 2 opens no session of version 3
      When a client sends POST /checkout/v3/session with
        | body | {"merchantInfo":{"callbackPrefix":"https://shop.example/vipps","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"merchant-of-the-kontrakt-1"},"transaction":{"amount":{"value":49900,"currency":"NOK"},"reference":"kontrakt-of-version-2","paymentDescription":"Two mugs"},"customerInteraction":"customer_not_present","contactFields":true,"addressFields":true,"logistics":{"fixedOptions":[{"id":"mail","amount":{"value":4900,"currency":"NOK"},"brand":"posten","product":"To the mailbox"}]}} |
      Then the answer has the status 400
      And the answer's "errorCode" is "Validation-00001"
      And the request breaks the contract at "/merchantInfo/callbackUrl"
      And the request breaks the contract at "/logistics/fixedOptions/0/brand"
      And the request breaks the contract at "/logistics/fixedOptions/0/priority"
      And the request breaks the contract at "/logistics/fixedOptions/0/isDefault"
      And the request breaks the contract at "/type"
      And the request is reported as "guide.version-2-names"
      And the request is reported as "guide.logistics-brand"
      And the request is reported as "guide.one-default"

    Scenario: A prefix of callbacks in place of the address is refused
      Given an order of 499.00 NOK
      And the order carries "https://shop.example/vipps" at "/merchantInfo/callbackPrefix"
      And the order carries nothing at "/merchantInfo/callbackUrl"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/merchantInfo/callbackUrl"
      And the request is reported as "guide.version-2-names"

    Scenario: A session is not found by the number that version 2 had
      Given the merchant has opened a session of 499.00 NOK
      When a client sends GET /checkout/v3/session/{session-id}
      Then the answer has the status 404
      And the answer's "errorCode" is "Session-00100"

    Scenario: There is no call to cancel a session
      Given the merchant has opened a session of 499.00 NOK
      When a client sends POST /checkout/v3/session/cancel with
        | body | {"sessionId":"{session-id}"} |
      Then the answer has a status of 4xx
      And the request is reported as "route.method"
      And the session is open

    Scenario: A call to version 1 leads nowhere
      Given the merchant has opened a session of 499.00 NOK
      When a client sends GET /checkout/v1/session/{session}
      Then the answer has the status 404
      And the request is reported as "lifecycle.retired"

    @sandbox
    Scenario: A session of version 3 is captured with ePayment, not with eCom
      Given the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When the merchant tries to capture the payment with eCom
      Then nothing stands captured
      When the merchant captures 499.00 NOK
      Then the session stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |

  @rule:checkout-migrate-words
  Rule: The answers speak the words of version 3

    @sandbox
    Scenario: A session that was paid says so in the words of version 3
      Given the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When a client sends GET /checkout/v3/session/{session}
      Then the answer has the status 200
      And the answer's "sessionState" is "PaymentSuccessful"
      And the answer's "paymentDetails.state" reads "AUTHORIZED"
      And the answer's "paymentDetails.type" reads "Wallet"
      And the answer's "shippingDetails.city" reads "Oslo"
      And the answer's "billingDetails.city" reads "Oslo"
      And the answer's "shippingDetails.country" reads "NO"
      And the answer's "shippingDetails.region" reads nothing
      And the answer's "userDetails" reads nothing

    @sandbox
    Scenario: A session that ended without payment says so in the words of version 3
      Given the merchant has opened a session of 499.00 NOK
      And Kari has left the payment
      When a client sends GET /checkout/v3/session/{session}
      Then the answer's "sessionState" is "PaymentTerminated"
      And the answer's "paymentDetails.state" reads "TERMINATED"

    @sandbox
    Scenario: A session that expired says so in the words of version 3
      Given the merchant has opened a session of 499.00 NOK
      And 60 minutes have passed
      When a client sends GET /checkout/v3/session/{session}
      Then the answer's "sessionState" is "SessionExpired"
      And the answer's "paymentDetails" reads nothing
