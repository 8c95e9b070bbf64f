@checkout.v3 @extended
Feature: Mistakes that version 3 forgives
  Lines that do not add up, words spelled in an older way, fields that go with
  each other or do not: the session is opened, and the mistake is named.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:checkout-mistakes-lines
  Rule: Lines that do not add up are named

    @wire
    Scenario Outline: Lines whose <what> are named
      Given the order carries {"orderLines":[{"id":"mug","name":"Two mugs","totalAmount":<total>,"totalAmountExcludingTax":<net>,"totalTaxAmount":<tax>,"taxRate":<rate>}],"orderBottomLine":{"currency":"NOK"}} at "/transaction/orderSummary"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "<rule>"

      Examples: sums, and a rate that is off by a hundred
        | what                               | total | net   | tax  | rate | rule              |
        | total is not that of the order     | 40000 | 32000 | 8000 | 2500 | guide.order-total |
        | total is not net and tax           | 49900 | 40000 | 8000 | 2000 | guide.order-line  |
        | rate is in percent                 | 49900 | 39920 | 9980 | 25   | guide.order-tax   |

    Scenario: Lines that are to be shown and are not there are named
      Given its lines are shown
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.shown-summary"

    @sandbox
    Scenario: A line for shipping that Checkout handles itself is named
      Given the order has these lines
        | name     | total  | tax   | percent | kind     |
        | Two mugs | 450.00 | 90.00 | 25      |          |
        | Shipping | 49.00  | 9.80  | 25      | shipping |
      And the order names these ways to ship
        | id   | carrier | type    | cost  | default |
        | mail | POSTEN  | MAILBOX | 49.00 | yes     |
      And the merchant has opened the session
      When Kari pays
      Then the session comes to 548.00 NOK
      And the request is reported as "guide.shipping-line"

  @rule:checkout-mistakes-words
  Rule: What is spelled in an older way is named

    Scenario: Klarna in lower case is taken
      Given the order can be paid with "klarna" elsewhere
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.external-methods"

    @wire
    Scenario: A country in lower case is named
      Given the order carries {"countries":{"supported":["no","SE"]}} at "/configuration"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.countries"

    @sandbox
    Scenario: A reference of digits alone is named
      Given the order carries "7700000000000001" at "/reference"
      When the merchant opens the session
      Then the request is reported as "guide.orderid-quality"

    Scenario: A text to agree to with two links is named
      Given the customer may agree to "Our [terms](https://shop.example/t) and our [letters](https://shop.example/l)"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.custom-consent"

  @rule:checkout-mistakes-together
  Rule: What does not go together is named

    @wire
    Scenario: A type beside places of the merchant's own is named
      Given the order names POSTEN with the type PICKUP_POINT for 59.00 NOK
      And its last way to ship carries {"pickupPoints":[{"id":"p1","name":"The kiosk","address":"Torget 1","postalCode":"0155","city":"Oslo","country":"NO"}]} at "delivery"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.delivery"

    @sandbox @wire
    Scenario: A carrier's keys for customers who are not asked for an address are refused
      Given the customer fills in no address
      And the order carries {"integrations":{"porterbuddy":{"publicToken":"p","apiKey":"k","origin":{"name":"Shop","email":"shop@shop.example","phoneNumber":"4791234567","address":{"streetAddress":"Torget 1","postalCode":"0155","city":"Oslo","country":"NO"}}}}} at "/logistics"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request is reported as "guide.elements-logistics"

    Scenario: Porterbuddy needs an amount since 2025
      Given the order names PORTERBUDDY with the type HOME_DELIVERY for 99.00 NOK
      And its last way to ship carries null at "amount"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/logistics/fixedOptions/0/amount"
