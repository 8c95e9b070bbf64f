@checkout.v3 @extended @sandbox
Feature: What becomes of a wrong answer about shipping
  A merchant that is asked how it ships answers a bare list, at once. Anything
  else is no answer: what was named at the start takes its place.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK
    And the merchant is to be asked how it ships

  @rule:checkout-answer-form
  Rule: An answer that does not hold is none, and is reported once

    Scenario Outline: A merchant that answers <what> sends as it named before
      Given the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.00 | yes     |
      And asked, the merchant answers <what>
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "mail" for 49.00 NOK
      And the session is paid
      And the session comes to 548.00 NOK
      And the merchant was asked 1 time how it ships
      And the answer about shipping is reported once, as "<rule>"

      Examples: mistakes of form
        | what                         | rule                  |
        | the list inside of an object | guide.options-list    |
        | a carrier that there is not  | guide.logistics-brand |
        | a carrier in lower case      | guide.logistics-brand |
        | an amount with decimals      | guide.shipping-cost   |
        | a default that is a letter   | schema.type           |
        | without a priority           | schema.required       |
        | null                         | schema.nullable       |
        | text                         | content-type.undocumented |
        | that it is elsewhere         | callback.redirected   |

    Scenario: A merchant that answers after the time is up sends as it named before
      Given Vipps is impatient
      And the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.00 | yes     |
      And asked, the merchant answers too late
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "mail" for 49.00 NOK
      And the answer about shipping is reported once, as "callback.late"

    Scenario Outline: Where nothing was named before, <what> leaves the customer where she is
      Given asked, the merchant answers <what>
      And the merchant has opened the session
      And Kari has given her address
      When Kari tries to pay
      Then Kari cannot
      And the session is open
      And the answer about shipping is reported once, as "<rule>"

      Examples: mistakes of form
        | what                         | rule                  |
        | the list inside of an object | guide.options-list    |
        | a carrier that there is not  | guide.logistics-brand |
        | an amount with decimals      | guide.shipping-cost   |
        | that it is elsewhere         | callback.redirected   |

  @rule:checkout-answer-carriers
  Rule: An answer may name every carrier

    Scenario Outline: Asked, a merchant may answer <carrier> with the type <type>
      Given asked, the merchant names these ways to ship
        | id     | carrier   | type   | cost  | default | title   |
        | parcel | <carrier> | <type> | 59.00 | yes     | <title> |
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "parcel" for 59.00 NOK
      And the session comes to 558.00 NOK
      And the merchant was asked 1 time how it ships
      And every exchange keeps to the contract

      Examples: one type of every carrier
        | carrier     | type          | title          |
        | POSTEN      | PICKUP_POINT  |                |
        | BRING       | HOME_DELIVERY |                |
        | POSTNORD    | PICKUP_POINT  |                |
        | PORTERBUDDY | HOME_DELIVERY |                |
        | HELTHJEM    | HOME_DELIVERY |                |
        | POSTI       | PICKUP_POINT  |                |
        | GLS         | PICKUP_POINT  |                |
        | DAO         | PICKUP_POINT  |                |
        | OTHER       | HOME_DELIVERY | By our own van |

  @rule:checkout-asked-each-time
  Rule: Every address is asked about

    Scenario: The same address typed twice is asked about twice
      Given asked, the merchant names these ways to ship
        | id     | carrier | type    | cost  | default |
        | parcel | POSTEN  | MAILBOX | 59.00 | yes     |
      And the merchant has opened the session
      And Kari has given her address
      And Kari has given an address in Oslo
      When Kari pays
      Then the merchant was asked 2 times how it ships
      And the last question was about Oslo, and carried no token
      And every exchange keeps to the contract

    Scenario: The country goes with the question
      Given asked, the merchant names these ways to ship
        | id     | carrier  | type         | cost  | default |
        | parcel | POSTNORD | PICKUP_POINT | 59.00 | yes     |
      And the merchant has opened the session
      And Kari has given an address in Stockholm
      When Kari pays
      Then the last question was about Stockholm, and carried no token
      And the goods wait at a place in Stockholm
