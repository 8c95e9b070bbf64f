@checkout.v2 @extended @sandbox
Feature: What only version 2 of Checkout has
  Two states of a session and three of its payment, flags in place of types, a
  callback below a prefix, and the city under the name of region.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:checkout-v2-told
  Rule: The callback says what polling does not

    Scenario: A session that was paid is told as successful
      Given the merchant has opened the session
      When Kari pays
      Then the merchant is told the word PaymentSuccessful
      And the session's own word is SessionStarted
      And every exchange keeps to the contract

    Scenario: A session that ended without payment is told as failed
      Given the merchant has opened the session
      When Kari leaves the payment
      Then the merchant is told the word PaymentFailed
      And the session's own word is SessionTerminated
      And every exchange keeps to the contract

    Scenario: A session that nobody paid in time is terminated
      Given the merchant has opened the session
      When 60 minutes pass
      Then the session's own word is SessionTerminated

    Scenario: A session that is being paid has only started
      Given the merchant has opened the session
      When Kari goes to pay
      Then the session's own word is SessionStarted

  @rule:checkout-v2-details
  Rule: Who asks for the customer's identity learns it with her details

    Scenario: The details of the user carry her sub
      Given the order asks who the customer is
      And the merchant has opened the session
      When Kari pays
      Then the session names her to the merchant
      And what it is told is what it reads

    Scenario: Without forms there are no details
      Given the customer fills in no forms
      And the merchant has opened the session
      When Kari pays with what is filled in
      Then the session says nothing of Kari
      And the merchant is told that the session is paid

  @rule:checkout-v2-options
  Rule: Ways to ship have names for people

    Scenario Outline: The carrier <carrier> may be anything
      Given the order names POSTEN with the type MAILBOX for 59.00 NOK
      And its last way to ship carries "<carrier>" at "brand"
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "posten-mailbox" for 59.00 NOK
      And every exchange keeps to the contract

      Examples: with a logo and without
        | carrier     |
        | posten      |
        | Bring       |
        | Fjord Ferry |

    Scenario: A way to ship needs neither priority nor default
      Given the order names POSTEN with the type MAILBOX for 59.00 NOK
      And its last way to ship carries nothing at "priority"
      And its last way to ship carries nothing at "isDefault"
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "posten-mailbox" for 59.00 NOK
      And the request is reported as "guide.one-default"

    Scenario Outline: A way to ship without <what> is refused by version 2
      Given the order names BRING with the type MAILBOX for 49.00 NOK
      And the order names POSTEN with the type MAILBOX for 59.00 NOK
      And its last way to ship carries nothing at "<field>"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/logistics/fixedOptions/1/<field>"

      Examples: what version 2 needs
        | what      | field   |
        | an id     | id      |
        | a carrier | brand   |
        | a product | product |
        | an amount | amount  |

    Scenario Outline: Asked, a merchant that answers <what> sends as it named at the start in version 2
      Given the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.00 | yes     |
      And the merchant is to be asked how it ships
      And asked, the merchant answers <what>
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "mail" for 49.00 NOK
      And the session is paid
      And the answer about shipping is reported once, as "<rule>"

      Examples: mistakes that version 2 knows
        | what                         | rule                |
        | the list inside of an object | guide.options-list  |
        | an amount with decimals      | guide.shipping-cost |
        | that it is elsewhere         | callback.redirected |

    @wire
    Scenario: A carrier's keys and the merchant's terms go along
      Given the order names these ways to ship
        | id   | carrier     | type          | cost  | default | description         |
        | door | PORTERBUDDY | HOME_DELIVERY | 99.00 | yes     | Between six and ten |
      And the order carries {"porterbuddy":{"publicToken":"p0rt3r-public","apiKey":"p0rt3r-key","origin":{"name":"Shop","email":"shop@shop.example","phoneNumber":"4791234567","address":{"streetAddress":"Torget 1","postalCode":"0155","city":"Oslo","country":"NO"}}}} at "/logistics/integrations"
      And the order carries "https://shop.example/terms" at "/merchantInfo/termsAndConditionsUrl"
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "door" for 99.00 NOK
      And every exchange keeps to the contract

  @rule:checkout-v2-words
  Rule: Words may have any case

    Scenario Outline: The word <word> may stand for <member>
      Given the order carries "<word>" at "/<member>"
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: both cases
        | member              | word                 |
        | customerInteraction | customer_present     |
        | customerInteraction | CUSTOMER_NOT_PRESENT |
        | userFlow            | native_redirect      |
        | userFlow            | WEB_REDIRECT         |
