@checkout.v3 @extended
Feature: Carriers and types of delivery in version 3
  Every carrier has its own types of delivery. A pair that there is not is
  refused; a carrier without a type is shown as it is.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:checkout-carrier-types
  Rule: A carrier delivers in its own ways

    @sandbox
    Scenario Outline: <carrier> delivers with the type <type>
      Given the order names <carrier> with the type <type> for 59.00 NOK
      And the merchant has opened the session
      When Kari pays and chooses "<id>"
      Then the goods are sent by "<id>" for 59.00 NOK
      And the session comes to 558.00 NOK
      And every exchange keeps to the contract

      Examples: carriers and types that version 2 did not have
        | carrier  | type          | id                  |
        | BRING    | MAILBOX       | bring-mailbox       |
        | BRING    | HOME_DELIVERY | bring-home-delivery |
        | OTHER    | HOME_DELIVERY | other-home-delivery |

    @sandbox
    Scenario Outline: <carrier> delivers to a place near the customer
      Given the order names <carrier> with the type PICKUP_POINT for 59.00 NOK
      And the merchant has opened the session
      And Kari has given an address in Bergen
      When Kari pays and chooses "<id>"
      Then the goods are sent by "<id>" for 59.00 NOK
      And the goods wait at a place in Bergen
      And every exchange keeps to the contract

      Examples: pick-up points of version 3
        | carrier  | id                    |
        | BRING    | bring-pickup-point    |
        | GLS      | gls-pickup-point      |
        | DAO      | dao-pickup-point      |
        | OTHER    | other-pickup-point    |

    Scenario Outline: <carrier> need not say how it delivers
      Given the order names <carrier> without a type for 59.00 NOK
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: every carrier
        | carrier     |
        | POSTEN      |
        | BRING       |
        | POSTNORD    |
        | PORTERBUDDY |
        | HELTHJEM    |
        | POSTI       |
        | GLS         |
        | DAO         |
        | OTHER       |

    Scenario Outline: <carrier> does not deliver with the type <type>
      Given the order names <carrier> with the type <type> for 59.00 NOK
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/logistics/fixedOptions/0/type"

      Examples: pairs that there are not
        | carrier     | type          |
        | POSTNORD    | MAILBOX       |
        | PORTERBUDDY | PICKUP_POINT  |
        | PORTERBUDDY | MAILBOX       |
        | HELTHJEM    | MAILBOX       |
        | POSTI       | MAILBOX       |
        | POSTI       | HOME_DELIVERY |
        | GLS         | HOME_DELIVERY |
        | OTHER       | MAILBOX       |

    Scenario Outline: <carrier>, <how>, is no carrier
      Given the order names POSTEN without a type for 59.00 NOK
      And its last way to ship carries "<carrier>" at "brand"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/logistics/fixedOptions/0/brand"

      Examples: as in version 2, gone, in part
        | carrier  | how                 |
        | posten   | in lower case       |
        | Posten   | with one capital    |
        | INSTABOX | gone since 2023     |
        | XPOSTENX | with more around it |

  @rule:checkout-option-fields
  Rule: A way to ship says what it is and what it costs

    Scenario Outline: A way to ship without <what> is refused
      Given the order names BRING with the type MAILBOX for 49.00 NOK
      And the order names POSTEN with the type MAILBOX for 59.00 NOK
      And its last way to ship carries nothing at "<field>"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/logistics/fixedOptions/1/<field>"

      Examples: fields of a way to ship
        | what           | field     |
        | an id          | id        |
        | a priority     | priority  |
        | a default      | isDefault |
        | a carrier      | brand     |
        | an amount      | amount    |

    @wire
    Scenario Outline: A way to ship with <what> is refused
      Given the order names POSTEN with the type MAILBOX for 59.00 NOK
      And its last way to ship carries <value> at "<field>"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/logistics/fixedOptions/0/<place>"

      Examples: values of a way to ship
        | what                     | value                             | field     | place        |
        | an amount with decimals  | {"value":59.50,"currency":"NOK"}  | amount    | amount/value |
        | an amount below nothing  | {"value":-100,"currency":"NOK"}   | amount    | amount/value |
        | a priority below nothing | -1                                | priority  | priority     |
        | a letter for a default   | "Y"                               | isDefault | isDefault    |
        | an empty id              | ""                                | id        | id           |
        | a tax of too much        | 10001                             | taxRate   | taxRate      |

    @sandbox
    Scenario: A way to ship in another currency is refused
      Given the order names POSTEN with the type MAILBOX for 59.00 SEK
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request is reported as "guide.option-currency"

    Scenario: Our own van needs no title any more
      Given the order names OTHER without a type for 59.00 NOK
      And its last way to ship carries nothing at "title"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.other-title"

    Scenario: A way to ship may say more of itself
      Given the order names POSTEN with the type HOME_DELIVERY for 59.00 NOK
      And its last way to ship carries "To the top floor" at "title"
      And its last way to ship carries "before noon" at "customType"
      And its last way to ship carries "Two people carry it" at "description"
      And its last way to ship carries 2500 at "taxRate"
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

    @sandbox
    Scenario: Two defaults are one too many, and the first is chosen
      Given the order names POSTEN with the type MAILBOX for 59.00 NOK
      And the order names BRING with the type MAILBOX for 69.00 NOK
      And its last way to ship carries true at "isDefault"
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "posten-mailbox" for 59.00 NOK
      And the request is reported as "guide.one-default"

    @sandbox
    Scenario: Equal priorities are shown in the merchant's order
      Given the order names POSTEN with the type MAILBOX for 59.00 NOK
      And its last way to ship carries false at "isDefault"
      And the order names BRING with the type MAILBOX for 69.00 NOK
      And its last way to ship carries 1 at "priority"
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "posten-mailbox" for 59.00 NOK
      And the request is reported as "guide.option-priorities"
      And the request is reported as "guide.one-default"

  @rule:checkout-delivery
  Rule: The merchant may name places and hours itself

    @sandbox @wire
    Scenario: The customer chooses a place that the merchant named
      Given the order names POSTEN without a type for 59.00 NOK
      And its last way to ship carries {"pickupPoints":[{"id":"p1","name":"The kiosk","address":"Torget 1","postalCode":"0155","city":"Oslo","country":"NO"},{"id":"p2","name":"The shop","address":"Torget 2","postalCode":"0155","city":"Oslo","country":"NO","openingHours":["Mon-Fri 8-20"]}]} at "delivery"
      And the merchant has opened the session
      And Kari has given her address
      And Kari chooses "posten" at the place "p2"
      When Kari pays
      Then the goods wait at the place "p2"
      And the goods wait at a place in Oslo
      And every exchange keeps to the contract

    @sandbox @wire
    Scenario: The customer chooses an hour that the merchant named
      Given the order names PORTERBUDDY without a type for 99.00 NOK
      And its last way to ship carries {"timeslots":[{"id":"am","date":"2030-01-07","start":"08:00","end":"12:00"},{"id":"pm","date":"2030-01-07","start":"12:00","end":"16:00"}]} at "delivery"
      And the merchant has opened the session
      And Kari has given her address
      And Kari chooses "porterbuddy" at the hour "pm"
      When Kari pays
      Then the goods come at the hour "pm"
      And the session comes to 598.00 NOK

    @sandbox @wire
    Scenario: Whoever chooses nothing gets the first place
      Given the order names BRING without a type for 59.00 NOK
      And its last way to ship carries {"pickupPoints":[{"id":"p1","name":"The kiosk","address":"Torget 1","postalCode":"0155","city":"Oslo","country":"NO"},{"id":"p2","name":"The shop","address":"Torget 2","postalCode":"0155","city":"Oslo","country":"NO"}]} at "delivery"
      And the merchant has opened the session
      When Kari pays
      Then the goods wait at the place "p1"

    @wire
    Scenario: A way to ship may say how long it takes
      Given the order names GLS without a type for 59.00 NOK
      And its last way to ship carries {"leadTime":{"earliest":"2030-01-07","latest":"2030-01-09"}} at "delivery"
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

    @wire
    Scenario: A place without a name is refused
      Given the order names POSTEN without a type for 59.00 NOK
      And its last way to ship carries {"pickupPoints":[{"id":"p1","address":"Torget 1","postalCode":"0155","city":"Oslo","country":"NO"}]} at "delivery"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/logistics/fixedOptions/0/delivery/pickupPoints/0/name"
