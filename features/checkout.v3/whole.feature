@checkout.v3 @extended
Feature: Everything that version 3 lets a merchant say
  Places and hours, how long it takes, units and discounts: what is said at the
  start, when asked and in a change has the same form.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:checkout-whole-shipping
  Rule: Ways to ship have one form wherever they stand

    @sandbox
    Scenario: Ways to ship are named whole at the start
      Given the order says everything of its ways to ship
      And the merchant has opened the session
      When Kari pays
      Then the goods wait at the place "p1"
      And the session comes to 548.00 NOK
      And the merchant is told that the session is paid
      And what it is told is what it reads
      And every exchange keeps to the contract

    @sandbox
    Scenario: Ways to ship are named whole when the merchant is asked
      Given the merchant is to be asked how it ships
      And asked, the merchant says everything of its ways to ship
      And the merchant has opened the session
      When Kari pays and chooses "hour"
      Then the goods come at the hour "am"
      And the session comes to 548.01 NOK
      And every exchange keeps to the contract

    @sandbox
    Scenario: Ways to ship are named whole in a change
      Given the merchant has opened the session
      And the merchant changes the session to say everything of its ways to ship
      When Kari pays and chooses "soon"
      Then the goods are sent by "soon" for 49.02 NOK
      And every exchange keeps to the contract

    Scenario Outline: A session is changed to <carrier> with the type <type>
      Given the merchant has opened the session
      When the merchant changes the ways to ship to
        | id     | carrier   | type   | title        | cost  | default |
        | parcel | <carrier> | <type> | As you like  | 59.00 | yes     |
      Then the session is open
      And every exchange keeps to the contract

      Examples: every carrier with every type
        | carrier     | type          |
        | POSTEN      | MAILBOX       |
        | POSTEN      | PICKUP_POINT  |
        | POSTEN      | HOME_DELIVERY |
        | BRING       | MAILBOX       |
        | BRING       | PICKUP_POINT  |
        | BRING       | HOME_DELIVERY |
        | POSTNORD    | PICKUP_POINT  |
        | POSTNORD    | HOME_DELIVERY |
        | PORTERBUDDY | HOME_DELIVERY |
        | HELTHJEM    | HOME_DELIVERY |
        | HELTHJEM    | PICKUP_POINT  |
        | POSTI       | PICKUP_POINT  |
        | GLS         | PICKUP_POINT  |
        | DAO         | PICKUP_POINT  |
        | OTHER       | HOME_DELIVERY |
        | OTHER       | PICKUP_POINT  |

    @wire
    Scenario: A carrier's own keys may still go along
      Given the order carries {"integrations":{"porterbuddy":{"publicToken":"p0rt3r-public","apiKey":"p0rt3r-key","origin":{"name":"Shop","email":"shop@shop.example","phoneNumber":"4791234567","address":{"streetAddress":"Torget 1","postalCode":"0155","city":"Oslo","country":"NO"}}}}} at "/logistics"
      When the merchant opens the session
      Then the session is open

  @rule:checkout-whole-lines
  Rule: Lines are told in every unit

    @wire
    Scenario Outline: A line may be measured in <unit>
      Given the order carries {"orderLines":[{"id":"mug","name":"Two mugs","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,"taxRate":2500,"taxPercentage":25,"discount":100,"productUrl":"https://shop.example/mug","isReturn":false,"isShipping":false,"unitInfo":{"unitPrice":25000,"quantity":"2","quantityUnit":"<unit>"}}],"orderBottomLine":{"currency":"NOK","tipAmount":0,"giftCardAmount":0,"terminalId":"t-1","receiptNumber":"r-1","paymentSources":{"giftCard":0,"card":0,"voucher":0,"cash":0}}} at "/transaction/orderSummary"
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: every unit
        | unit   |
        | PCS    |
        | KG     |
        | KM     |
        | MINUTE |
        | LITRE  |

    @wire
    Scenario Outline: A session may be changed to lines in <unit>
      Given the merchant has opened the session
      When the merchant changes the session so that it carries {"orderLines":[{"id":"mug","name":"Two mugs","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,"taxRate":2500,"taxPercentage":25,"discount":100,"productUrl":"https://shop.example/mug","isReturn":false,"isShipping":false,"unitInfo":{"unitPrice":25000,"quantity":"2","quantityUnit":"<unit>"}}],"orderBottomLine":{"currency":"NOK","tipAmount":0,"giftCardAmount":0,"terminalId":"t-1","receiptNumber":"r-1","paymentSources":{"giftCard":0,"card":0,"voucher":0,"cash":0}}} at "/transaction/orderSummary"
      Then the session is open
      And every exchange keeps to the contract

      Examples: every unit of a change
        | unit   |
        | PCS    |
        | KG     |
        | KM     |
        | MINUTE |
        | LITRE  |
