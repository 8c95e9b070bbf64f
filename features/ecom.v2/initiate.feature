@ecom.v2 @core
Feature: Starting an eCom payment
  The merchant says what is to be paid, where to tell it of the outcome and where
  the customer comes back to. eCom answers with a link for the customer.

  Background:
    Given a merchant that sells in NOK

  @rule:ecom-initiate
  Rule: A valid order starts a payment

    Scenario: A regular payment opens Vipps' landing page
      When the merchant asks Kari for 499.00 NOK
      Then the customer's link opens a web page and carries a token
      And the history reads
        | operation | amount |
        | INITIATE  | 499.00 |
      And there is no summary before the customer reacts
      And every exchange keeps to the contract

    Scenario: In an app the link opens Vipps itself
      Given an order of 499.00 NOK placed in the merchant's app
      When the merchant starts the payment
      Then the customer's link opens the Vipps app and carries a token
      And every exchange keeps to the contract

    Scenario: In an app the way back is not checked to be a web address
      Given an order of 499.00 NOK placed in the merchant's app
      And the way back is "merchantapp://order/done"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

    Scenario Outline: A customer comes back by <way>
      Given an order of 499.00 NOK
      And the way back is "<address>"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

      Examples: what eCom takes
        | way              | address                          |
        | a web address    | https://shop.example/order?id=77 |
        | an app's address | merchantapp://order/done         |
        | Android's intent | INTENT                           |

    Scenario Outline: A reference of <length> characters is taken
      Given an order of 499.00 NOK
      And its reference has <length> characters
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

      Examples: the shortest that is recommended, and the longest
        | length |
        | 8      |
        | 50     |

    Scenario: A text of 100 characters is taken
      Given an order of 499.00 NOK
      And its text has 100 characters
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

    Scenario: The flag for the explicit checkout flow has had no effect since March 2023
      Given an order of 499.00 NOK
      And the order carries true at "/transaction/useExplicitCheckoutFlow"
      When the merchant starts the payment
      Then the payment is pending
      And the request is reported as "guide.unused-field"

    @wire
    Scenario: An airline names its passenger
      Given an order of 499.00 NOK
      And the order carries {"passengerName":"Prøve Kari Ms","airlineCode":"074","airlineDesignatorCode":"KX","agencyInvoiceNumber":"770001"} at "/transaction/additionalData"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

  @rule:ecom-initiate-limits
  Rule: An order outside the limits starts nothing

    Scenario Outline: An order with <mistake> is refused
      Given an order of 499.00 NOK
      And the order carries <value> at "<place>"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal is about "<field>"
      And the request breaks the contract at "<place>"

      Examples: amounts
        | mistake                     | value | place               | field  |
        | one øre less than a krone   | 99    | /transaction/amount | amount |
        | nothing to pay              | 0     | /transaction/amount | amount |
        | less than nothing to pay    | -100  | /transaction/amount | amount |

      Examples: texts and references
        | mistake                          | value                                                                                                   | place                        | field           |
        | a reference of 51 characters     | "kontrakt-order-7777777777777777777777777777777-abcd"                                                   | /transaction/orderId         | orderId         |
        | an underscore in its reference   | "kontrakt_order_77"                                                                                     | /transaction/orderId         | orderId         |
        | a text of 101 characters         | "This text goes on for one character more than a text may, and so it is not taken by eCom at all, sorry" | /transaction/transactionText | transactionText |

    Scenario Outline: An order without <what> is refused
      Given an order of 499.00 NOK
      And the order carries nothing at "<place>"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request breaks the contract at "<place>"

      Examples: what every order needs
        | what                   | place                        |
        | an amount              | /transaction/amount          |
        | a text                 | /transaction/transactionText |
        | an address to be told  | /merchantInfo/callbackPrefix |
        | a way back             | /merchantInfo/fallBack       |

      @sandbox
      Examples: without it all orders of a merchant count as one towards the limit
        | what        | place                |
        | a reference | /transaction/orderId |
 @wire
    Scenario: An airline that does not name its passenger breaks the contract
      Given an order of 499.00 NOK
      And the order carries {"airlineCode":"074","airlineDesignatorCode":"KX","agencyInvoiceNumber":"770001"} at "/transaction/additionalData"
      When the merchant tries to start the payment
      Then the request breaks the contract at "/transaction/additionalData/passengerName"

  @rule:ecom-initiate-types
  Rule: An order in the wrong form is an error of the caller's

    Scenario Outline: An order with <mistake> is refused
      Given an order of 499.00 NOK
      And the order carries <value> at "<place>"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request breaks the contract at "<place>"

      Examples: types
        | mistake                           | value   | place                              |
        | half an øre in its amount         | 49900.5 | /transaction/amount                |
        | its amount as text                | "49900" | /transaction/amount                |
        | the merchant's number as a number | 123456  | /merchantInfo/merchantSerialNumber |

    Scenario: An order with a misspelt way back is refused
      Given an order of 499.00 NOK
      And the order carries nothing at "/merchantInfo/fallBack"
      And the order carries "https://shop.example/done" at "/merchantInfo/fallback"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request breaks the contract at "/merchantInfo/fallBack"
      And the request is reported as "body.undocumented-property"

  @rule:ecom-https-only
  Rule: Since October 2022 addresses begin with https

    Scenario Outline: An order with a plain http address for <what> is refused
      Given an express order of 499.00 NOK whose shipping the merchant is asked for
      And the order carries "http://shop.example/plain" at "/merchantInfo/<field>"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal is about "<field>"
      And the request is reported as "guide.https-url"

      Examples: every address of an order
        | what                  | field                 |
        | callbacks             | callbackPrefix        |
        | the removal of consent | consentRemovalPrefix |
        | the way back          | fallBack              |
        | shipping details      | shippingDetailsPrefix |

  @rule:ecom-mobile-number
  Rule: A mobile number has eight digits

    Scenario: Kari's number is filled in for her
      Given an order of 499.00 NOK
      And the order carries "91234567" at "/customerInfo/mobileNumber"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

    Scenario Outline: A number written <how> is taken and reported
      Given an order of 499.00 NOK
      And the order carries "<number>" at "/customerInfo/mobileNumber"
      When the merchant starts the payment
      Then the payment is pending
      And the request is reported as "guide.mobile-number"

      Examples: what very many calls get wrong
        | how                  | number        |
        | with a country code  | +4791234567   |
        | with leading zeros   | 004791234567  |
        | with spaces          | 912 34 567    |
        | as an MSISDN         | 4791234567    |

  @rule:ecom-approve
  Rule: In the test environment a payment can be approved without the app

    Scenario: A payment is approved without the app
      Given the merchant has asked Kari for 499.00 NOK
      When the payment is approved without the app
      Then the payment is reserved
      And the history reads
        | operation | amount |
        | INITIATE  | 499.00 |
        | RESERVE   | 499.00 |
      And every exchange keeps to the contract

    Scenario: An express payment needs its customer
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method         | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the merchant has started the payment
      When somebody tries to approve the payment without the app
      Then the approval is refused
      And the payment is pending
