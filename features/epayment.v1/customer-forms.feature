@epayment.v1 @core
Feature: Naming the customer
  A customer is named by number, personal QR code or the token of a check-in, in
  one way only, or not at all.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:epayment-customer
  Rule: One way to name a customer is enough

    Scenario Outline: A customer from <country> is named by number
      Given Kari is named by her number "<number>"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

      Examples: the Nordic countries
        | country | number       |
        | Norway  | 4791234567   |
        | Denmark | 4520304050   |
        | Finland | 358401234567 |
        | Sweden  | 46701234567  |

    @sandbox
    Scenario: A customer is named by personal QR code
      Given Kari is named by her personal QR code "https://qr.vipps.no/28/2/01/031/4791234567?v=1"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

    @sandbox
    Scenario: A customer is named by the token of a check-in
      Given Kari is named by the token of her check-in "dG9rZW4tb2YtYS1jaGVjay1pbg=="
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

    Scenario: A customer who is named twice is nobody
      Given Kari is named by her number "4791234567"
      And Kari is named by the token of her check-in "dG9rZW4tb2YtYS1jaGVjay1pbg=="
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request breaks the contract at "/customer/customerToken"

    Scenario Outline: A number written <how> is refused
      Given Kari is named by her number "<number>"
      When the merchant tries to start the payment
      Then the payment is refused because the phone number cannot be used
      And the refusal has the code 4070
      And the request breaks the contract at "/customer/phoneNumber"

      Examples: no country code, and one with a sign
        | how                    | number      |
        | without a country code | 91234567    |
        | with a sign            | +4791234567 |

    Scenario: A personal QR code that says nothing is refused
      Given Kari is named by her personal QR code "12345"
      When the merchant tries to start the payment
      Then the payment is refused because that customer cannot pay it
      And the refusal has the code 4060

  @rule:epayment-age
  Rule: A customer may have to be of an age

    Scenario: Somebody too young gets no push message
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK placed at the counter for the number "4791239015"
      And the customer must be 18 years old
      When the merchant tries to start the payment
      Then the payment is refused because that customer cannot pay it
      And the refusal has the code 7010

    @sandbox
    Scenario: Somebody too young cannot approve
      Given Kari is named by her number "4791239015"
      And the customer must be 18 years old
      And the merchant has started the payment
      When Kari approves in the app
      Then the payment is pending
      And nothing stands authorized

    @sandbox
    Scenario: Somebody old enough can approve
      Given Kari is named by her number "4791239018"
      And the customer must be 18 years old
      And the merchant has started the payment
      When Kari approves in the app
      Then 499.00 NOK stands authorized
      And every exchange keeps to the contract
