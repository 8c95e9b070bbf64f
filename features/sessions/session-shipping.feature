@checkout.v2 @checkout.v3 @core @sandbox
Feature: Shipping in a session
  The merchant names ways to ship at the start, or is asked when the customer has
  typed an address. What shipping costs is paid with the goods.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:session-shipping-chosen
  Rule: What the customer chooses is added to the payment

    Scenario: The goods are sent as the customer chooses
      Given the order names these ways to ship
        | id   | carrier | type          | cost  | default |
        | mail | POSTEN  | MAILBOX       | 49.50 | yes     |
        | door | POSTEN  | HOME_DELIVERY | 99.00 | no      |
      And the merchant has opened the session
      When Kari pays and chooses "door"
      Then the goods are sent by "door" for 99.00 NOK
      And the session comes to 598.00 NOK
      And 598.00 NOK stands authorized
      And the merchant was asked 0 times how it ships
      And every exchange keeps to the contract

    Scenario: A customer who does not choose gets the default
      Given the order names these ways to ship
        | id   | carrier | type          | cost  | default |
        | mail | POSTEN  | MAILBOX       | 49.50 | no      |
        | door | POSTEN  | HOME_DELIVERY | 99.00 | yes     |
        | late | POSTEN  | MAILBOX       | 19.00 | no      |
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "door" for 99.00 NOK
      And the session comes to 598.00 NOK

    Scenario: Where there is no default the lowest priority number counts
      Given the order names these ways to ship
        | id   | carrier | type          | cost  | default | priority |
        | mail | POSTEN  | MAILBOX       | 49.50 | no      | 2        |
        | door | POSTEN  | HOME_DELIVERY | 99.00 | no      | 0        |
        | late | POSTEN  | MAILBOX       | 19.00 | no      | 1        |
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "door" for 99.00 NOK
      And the request is reported as "guide.one-default"

    Scenario: Goods that are picked up at the shop cost nothing more
      Given the order names these ways to ship
        | id     | carrier | type         | title           | cost  | default |
        | pickup | OTHER   | PICKUP_POINT | Pick up at shop | 0.00  | yes     |
        | mail   | POSTEN  | MAILBOX      |                 | 49.50 | no      |
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "pickup" for 0.00 NOK
      And the session comes to 499.00 NOK
      And every exchange keeps to the contract

    Scenario: A customer may change her mind before she pays
      Given the order names these ways to ship
        | id   | carrier | type          | cost  | default |
        | mail | POSTEN  | MAILBOX       | 49.50 | yes     |
        | door | POSTEN  | HOME_DELIVERY | 99.00 | no      |
      And the merchant has opened the session
      And Kari has given her address
      And Kari has chosen "door"
      And Kari has chosen "mail"
      When Kari pays
      Then the goods are sent by "mail" for 49.50 NOK
      And the session comes to 548.50 NOK

    Scenario: A way that nobody offers cannot be chosen
      Given the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.50 | yes     |
      And the merchant has opened the session
      And Kari has given her address
      When Kari tries to choose "door"
      Then Kari cannot
      And the session is open

    Scenario: An order that ships nothing costs what the goods cost
      Given the merchant has opened the session
      When Kari pays
      Then nothing is sent
      And the session comes to 499.00 NOK

  @rule:session-carriers
  Rule: Every carrier delivers in its own ways

    Scenario Outline: <carrier> brings goods with the type <type>
      Given the order names <carrier> with the type <type> for 59.00 NOK
      And the merchant has opened the session
      When Kari pays and chooses "<id>"
      Then the goods are sent by "<id>" for 59.00 NOK
      And the session comes to 558.00 NOK
      And every exchange keeps to the contract

      Examples: carriers and types that both versions know
        | carrier     | type          | id                        |
        | POSTEN      | MAILBOX       | posten-mailbox            |
        | POSTEN      | HOME_DELIVERY | posten-home-delivery      |
        | POSTNORD    | HOME_DELIVERY | postnord-home-delivery    |
        | PORTERBUDDY | HOME_DELIVERY | porterbuddy-home-delivery |
        | HELTHJEM    | HOME_DELIVERY | helthjem-home-delivery    |

    Scenario Outline: <carrier> keeps goods at a place near the customer
      Given the order names <carrier> with the type PICKUP_POINT for 59.00 NOK
      And the merchant has opened the session
      And Kari has given an address in Bergen
      When Kari pays and chooses "<id>"
      Then the goods are sent by "<id>" for 59.00 NOK
      And the goods wait at a place in Bergen
      And every exchange keeps to the contract

      Examples: carriers with pick-up points
        | carrier  | id                    |
        | POSTEN   | posten-pickup-point   |
        | POSTNORD | postnord-pickup-point |
        | HELTHJEM | helthjem-pickup-point |
        | POSTI    | posti-pickup-point    |

  @rule:session-options-asked
  Rule: A merchant that wants to be asked is asked about every address

    Scenario: A merchant names ways to ship to the customer's address
      Given the merchant is to be asked how it ships
      And asked, the merchant names these ways to ship
        | id     | carrier     | type          | cost   | default | description        |
        | parcel | POSTEN      | PICKUP_POINT  | 59.00  | yes     | Around the corner  |
        | heavy  | PORTERBUDDY | HOME_DELIVERY | 299.90 | no      | Two people carry it |
      And the merchant has opened the session
      When Kari pays and chooses "heavy"
      Then the merchant was asked 1 time how it ships
      And the last question was about Oslo, and carried no token
      And the goods are sent by "heavy" for 299.90 NOK
      And the session comes to 798.90 NOK
      And every exchange keeps to the contract

    Scenario: A customer who moves is asked about anew
      Given the merchant is to be asked how it ships
      And asked about Oslo, the merchant names these ways to ship
        | id   | carrier | type    | cost  | default |
        | near | POSTEN  | MAILBOX | 39.00 | yes     |
      And asked about Bergen, the merchant names these ways to ship
        | id  | carrier | type    | cost  | default |
        | far | POSTEN  | MAILBOX | 79.00 | yes     |
      And the merchant has opened the session
      And Kari has given her address
      And Kari has given an address in Bergen
      When Kari pays
      Then the merchant was asked 2 times how it ships
      And the last question was about Bergen, and carried no token
      And the goods are sent by "far" for 79.00 NOK
      And every exchange keeps to the contract

    Scenario: What the merchant answers counts before what it named at the start
      Given the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.00 | yes     |
      And the merchant is to be asked how it ships
      And asked, the merchant names these ways to ship
        | id     | carrier | type          | cost  | default |
        | parcel | POSTEN  | HOME_DELIVERY | 59.00 | yes     |
      And the merchant has opened the session
      And Kari has given her address
      When Kari tries to choose "mail"
      Then Kari cannot
      When Kari pays
      Then the goods are sent by "parcel" for 59.00 NOK

    Scenario Outline: A merchant that answers <what> sends as it named at the start
      Given the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.00 | yes     |
      And the merchant is to be asked how it ships
      And asked, the merchant answers <what>
      And the merchant has opened the session
      When Kari pays
      Then the merchant was asked 1 time how it ships
      And the goods are sent by "mail" for 49.00 NOK
      And the session is paid
      And the answer to the callback is reported as "<rule>"

      Examples: answers that are none
        | what                        | rule             |
        | an empty list               | guide.no-option  |
        | that it broke               | callback.refused |
        | that it does not understand | callback.refused |
        | a list, and that it broke   | callback.refused |

    Scenario Outline: Where a merchant answers <what> and named nothing at the start, the customer cannot go on
      Given the merchant is to be asked how it ships
      And asked, the merchant answers <what>
      And the merchant has opened the session
      When Kari pays
      Then the session is open
      And the merchant was asked 1 time how it ships
      And the answer to the callback is reported as "<rule>"

      Examples: no ways to ship
        | what          | rule             |
        | an empty list | guide.no-option  |
        | that it broke | callback.refused |

    Scenario: A customer may try another address where the merchant ships nothing to hers
      Given the merchant is to be asked how it ships
      And asked about Bergen, the merchant names these ways to ship
        | id  | carrier | type    | cost  | default |
        | far | POSTEN  | MAILBOX | 79.00 | yes     |
      And the merchant has opened the session
      And Kari has given her address
      And Kari has given an address in Bergen
      When Kari pays
      Then the goods are sent by "far" for 79.00 NOK
      And the session is paid
      And the answer to the callback is reported as "guide.no-option"

    Scenario: A merchant that never answers is not waited for
      Given Vipps is impatient
      And the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.00 | yes     |
      And the merchant is to be asked how it ships
      And asked, the merchant answers too late
      And the merchant has opened the session
      When Kari pays
      Then the goods are sent by "mail" for 49.00 NOK
      And the session is paid
      And the answer to the callback is reported as "callback.late"

  @rule:session-shipping-address
  Rule: Who is not asked for an address cannot be asked about it

    Scenario Outline: A merchant cannot be asked how it ships where the customer fills in <forms>
      Given the merchant is to be asked how it ships
      And the customer fills in <forms>
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request is reported as "guide.elements-logistics"

      Examples: forms without an address
        | forms      |
        | no address |
        | no forms   |

    Scenario Outline: Ways to ship that are named at the start need no address where the customer fills in <forms>
      Given the order names these ways to ship
        | id     | carrier | title           | cost  | default |
        | pickup | OTHER   | Pick up at shop | 10.00 | yes     |
      And the customer fills in <forms>
      And the merchant has opened the session
      When Kari pays with what is filled in
      Then the goods are sent by "pickup" for 10.00 NOK
      And the session comes to 509.00 NOK

      Examples: fewer forms
        | forms      |
        | no address |
        | no forms   |
