@epayment.v1 @core
Feature: Asking for a payment
  The merchant says how much, and how the customer is reached. What does not hold
  is refused before the customer sees anything.

  @rule:epayment-flow
  Rule: Each way to the customer has its own link

    Scenario: A payment in a browser leads to a landing page
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      When the merchant starts the payment
      Then the customer's link opens a web page and carries a token
      And its state is CREATED
      And the history reads
        | operation | amount |
        | CREATED   | 499.00 |
      And every exchange keeps to the contract

    Scenario: A payment in the app leads to the app
      Given a merchant that sells in NOK
      And an order of 499.00 NOK that reaches Kari by the app
      When the merchant starts the payment
      Then the customer's link opens the Vipps app and carries a token
      And every exchange keeps to the contract

    Scenario: A customer may come back to the merchant's own app
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the way back is "merchantapp://orders/done"
      When the merchant starts the payment
      Then the payment is pending

    Scenario: A push message needs no link
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK placed at the counter for the number "4791234567"
      When the merchant starts the payment
      Then there is no link for the customer
      And its state is CREATED
      And every exchange keeps to the contract

    @sandbox
    Scenario: A payment asked for by push message is authorized in the app
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK placed at the counter for the number "4791234567"
      And the merchant has started the payment
      When Kari approves in the app
      Then its state is AUTHORIZED
      And 499.00 NOK stands authorized

    Scenario: A push message without a customer has nowhere to go
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK that reaches Kari by a push message
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 4140
      And the request is reported as "guide.push-needs-customer"

    Scenario: A unit that was not approved for push messages cannot send one
      Given a merchant that sells in NOK
      And an order of 499.00 NOK placed at the counter for the number "4791234567"
      When the merchant tries to start the payment
      Then the payment is refused because the sales unit may not do that
      And the refusal has the code 5080

    Scenario: A payment in a browser needs a way back
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries nothing at "/returnUrl"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 4140
      And the request is reported as "guide.return-url-for-redirect"

    Scenario: A way back without encryption is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the way back is "http://shop.example/done"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 4090
      And the request is reported as "guide.https-url"

    Scenario: A way back that only the merchant's own machine knows is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the way back is "https://localhost/done"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 4090
      And the request is reported as "guide.public-address"

    @sandbox
    Scenario: A unit that is for login only takes no payments
      Given a merchant whose sales unit is for login only
      When the merchant tries to ask Kari for 499.00 NOK
      Then the payment is refused because the sales unit may not do that
      And the refusal has the code 5070

  @rule:epayment-card
  Rule: A card is paid with in a browser only

    Scenario Outline: A card payment that reaches Kari by <way> is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK that reaches Kari by <way>
      And Kari is named by her number "4791234567"
      And the order carries "CARD" at "/paymentMethod/type"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request is reported as "guide.card-needs-redirect"

      Examples: everything but a browser
        | way            |
        | a push message |
        | the app        |
        | a QR code      |

    @sandbox
    Scenario: Nobody approves a card payment in the customer's place
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries "CARD" at "/paymentMethod/type"
      And the merchant has started the payment
      When somebody tries to approve the payment without the app
      Then the approval is refused because only the customer can approve it
      And the payment is pending

    Scenario: In Norway no cards can be blocked
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries ["COMMERCIAL_CARDS"] at "/paymentMethod/blockedSources"
      When the merchant tries to start the payment
      Then the payment is refused because the sales unit may not do that
      And the refusal has the code 5010
      And the request is reported as "guide.blocked-sources"

    Scenario: In Denmark commercial cards can be blocked
      Given a merchant that sells in DKK
      And an order of 499.00 DKK
      And the order carries ["COMMERCIAL_CARDS"] at "/paymentMethod/blockedSources"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

  @rule:epayment-amount
  Rule: Amounts are whole øre, from one krone to 650 000

    Scenario: One krone less an øre is too little
      Given a merchant that sells in NOK
      When the merchant tries to ask Kari for 0.99 NOK
      Then the payment is refused because the amount is too small
      And the refusal has the code 6010
      And the request is reported as "guide.minimum-amount"

    Scenario: The largest amount is authorized to the øre
      Given a merchant that sells in NOK
      And Kari has approved a payment of 650000.00 NOK
      Then 650000.00 NOK stands authorized
      And every exchange keeps to the contract

    Scenario: An øre more than the largest amount is refused
      Given a merchant that sells in NOK
      And an order of 650000.01 NOK
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request breaks the contract at "/amount/value"

    Scenario: Half an øre is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries 49900.5 at "/amount/value"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 4040
      And the request breaks the contract at "/amount/value"

    Scenario: A unit that sells in Norway cannot ask for euros
      Given a merchant that sells in NOK
      When the merchant tries to ask Kari for 49.90 EUR
      Then the payment is refused because the sales unit may not do that
      And the refusal has the code 5040

    Scenario Outline: A unit that sells in <currency> is paid in <currency>
      Given a merchant that sells in <currency>
      When the merchant asks Kari for 0.01 <currency>
      Then the payment is pending
      And every exchange keeps to the contract

      Examples: the other countries
        | currency |
        | DKK      |
        | EUR      |

  @rule:epayment-lengths
  Rule: References, texts and notes have their lengths

    Scenario Outline: A reference of <length> characters is accepted
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And its reference has <length> characters
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

      Examples: eight to 64 since January 2025
        | length |
        | 8      |
        | 50     |
        | 51     |
        | 64     |

    Scenario Outline: A reference of <length> characters is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And its reference has <length> characters
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request breaks the contract at "/reference"

      Examples: one too few and one too many
        | length |
        | 7      |
        | 65     |

    Scenario Outline: A text of <length> characters is accepted
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And its text has <length> characters
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

      Examples: three to a hundred
        | length |
        | 3      |
        | 100    |

    Scenario Outline: A text of <length> characters is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And its text has <length> characters
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal is about "paymentdescription"
      And the request breaks the contract at "/paymentDescription"

      Examples: one too few and one too many
        | length |
        | 2      |
        | 101    |

    Scenario: Five pairs of metadata come back with the payment
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries 5 pairs of metadata
      When the merchant starts the payment
      Then the payment gives its metadata back
      And every exchange keeps to the contract

    Scenario: Six pairs of metadata are refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries 6 pairs of metadata
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 4100
      And the request breaks the contract at "/metadata"

    Scenario: Metadata of the greatest length is accepted
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries metadata with a key of 100 and a value of 500 characters
      When the merchant starts the payment
      Then the payment gives its metadata back

    Scenario Outline: Metadata with a key of <key> and a value of <value> characters is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries metadata with a key of <key> and a value of <value> characters
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code <code>
      And the request is reported as "guide.metadata-length"

      Examples: one too many of each
        | key | value | code |
        | 101 | 500   | 4120 |
        | 100 | 501   | 4130 |
