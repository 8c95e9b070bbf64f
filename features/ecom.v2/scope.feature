@ecom.v2 @extended @sandbox
Feature: Asking for profile data with a regular payment
  A scope asks the customer to share data together with the payment.

  @rule:ecom-scope
  Rule: Consent to a scope comes with the approval

    Scenario: Kari shares her name and e-mail with the payment
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries "name email phoneNumber address" at "/transaction/scope"
      And the merchant has started the payment
      When Kari approves in the app
      Then the payment is reserved
      And the details hold a sub
      And every exchange keeps to the contract

    Scenario: A payment without a scope tells nothing of Kari
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      Then the details hold nothing of Kari

    Scenario: A unit that may not ask for national identity numbers is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries "nin" at "/transaction/scope"
      When the merchant tries to start the payment
      Then the payment is refused because the sales unit may not do that

    Scenario: A unit that may ask for national identity numbers is served
      Given a merchant whose sales unit may ask for national identity numbers
      And an order of 499.00 NOK
      And the order carries "name nin" at "/transaction/scope"
      When the merchant starts the payment
      Then the payment is pending
      And every exchange keeps to the contract

    Scenario: The merchant learns of Kari together with the outcome
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order carries "name email" at "/transaction/scope"
      And the merchant has started the payment
      When Kari approves in the app
      Then the merchant is told RESERVE
      And every exchange keeps to the contract
