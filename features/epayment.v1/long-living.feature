@epayment.v1 @extended @sandbox
Feature: Payments that wait for days
  An invoice may wait longer than ten minutes. Such a payment needs an approval
  of the sales unit, and a receipt.

  @rule:epayment-long-living
  Rule: A payment may expire between ten minutes and sixty days from now

    Scenario: A payment that lives for three days is paid on the second
      Given a merchant whose sales unit may say when a payment expires
      And an order of 499.00 NOK that reaches Kari by a QR code
      And the order expires in 3 days
      And the order carries a receipt
      And the merchant has started the payment
      And 47 hours have passed
      When Kari approves in the app
      Then 499.00 NOK stands authorized
      And every exchange keeps to the contract

    Scenario: A payment that lives for three days is over on the fourth
      Given a merchant whose sales unit may say when a payment expires
      And an order of 499.00 NOK that reaches Kari by a QR code
      And the order expires in 3 days
      And the order carries a receipt
      And the merchant has started the payment
      When 4 days pass
      Then its state is EXPIRED
      And the history ends with EXPIRED

    Scenario Outline: A payment that expires in <n> <unit> is refused
      Given a merchant whose sales unit may say when a payment expires
      And an order of 499.00 NOK that reaches Kari by a QR code
      And the order expires in <n> <unit>
      And the order carries a receipt
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code <code>
      And the request is reported as "guide.expires-at"

      Examples: too soon and too late
        | n  | unit    | code |
        | 9  | minutes | 6120 |
        | 61 | days    | 6110 |

    Scenario: Without a receipt a payment cannot wait
      Given a merchant whose sales unit may say when a payment expires
      And an order of 499.00 NOK that reaches Kari by a QR code
      And the order expires in 3 days
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 6130
      And the request is reported as "guide.expires-at"

    Scenario: In a browser a payment cannot wait
      Given a merchant whose sales unit may say when a payment expires
      And an order of 499.00 NOK
      And the order expires in 3 days
      And the order carries a receipt
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal is about "expiresat"
      And the request is reported as "guide.expires-at"

    Scenario: A unit that was not approved for it cannot let a payment wait
      Given a merchant that sells in NOK
      And an order of 499.00 NOK that reaches Kari by a QR code
      And the order expires in 3 days
      And the order carries a receipt
      When the merchant tries to start the payment
      Then the payment is refused because the sales unit may not do that
      And the refusal has the code 5050

    Scenario: A receipt alone changes nothing of how long a payment waits
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries a receipt
      And the merchant has started the payment
      When 10 minutes pass
      Then its state is EXPIRED
      And every exchange keeps to the contract
