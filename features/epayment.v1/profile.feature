@epayment.v1 @extended @sandbox
Feature: Asking for profile data with a payment
  A scope asks the customer to share data together with the payment: all of it,
  or the payment does not happen.

  @rule:epayment-scope
  Rule: Consent to a scope comes with the approval

    Scenario: Kari shares her name and e-mail with the payment
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order asks for "name email phoneNumber address birthDate"
      And the merchant has started the payment
      When Kari approves in the app
      Then the payment holds a sub
      And every exchange keeps to the contract

    Scenario: A payment that asks for nothing tells nothing of Kari
      Given a merchant that sells in NOK
      And Kari has approved a payment of 499.00 NOK
      Then the payment holds nothing of Kari

    Scenario: Before Kari has approved nothing of her is told
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order asks for "name"
      When the merchant starts the payment
      Then the payment holds nothing of Kari

    Scenario: Who shares nothing pays nothing
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order asks for "name"
      And the merchant has started the payment
      When Kari approves in the app but shares nothing
      Then its state is ABORTED
      And nothing stands authorized

    Scenario: A word that no scope has is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order asks for "name shoeSize"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the refusal has the code 4080
      And the request is reported as "guide.scope-words"

    Scenario: A unit that may not ask for national identity numbers is refused
      Given a merchant that sells in NOK
      And an order of 499.00 NOK
      And the order asks for "nin"
      When the merchant tries to start the payment
      Then the payment is refused because the sales unit may not do that
      And the refusal has the code 5030

    Scenario: A unit that may ask for national identity numbers is served
      Given a merchant whose sales unit may ask for national identity numbers
      And an order of 499.00 NOK
      And the order asks for "name nin"
      When the merchant starts the payment
      Then the payment is pending
