@userinfo.v1 @extended @sandbox
Feature: Learning who has paid
  What the customer agreed to share with a payment is read by its sub, for a week.

  Background:
    Given a merchant that sells in NOK

  @rule:userinfo-consent
  Rule: The merchant learns what it asked for, and nothing else

    Scenario: Kari's name and e-mail are read after a payment with ePayment
      Given an order of 499.00 NOK
      And the order asks for "name email"
      And the merchant has started the payment
      And Kari has approved in the app
      When the merchant asks whom the sub of the payment names
      Then it learns Kari's name, e-mail and nothing else
      And every exchange keeps to the contract

    Scenario: All that can be shared is read
      Given an order of 499.00 NOK
      And the order asks for "name email phoneNumber birthDate address"
      And the merchant has started the payment
      And Kari has approved in the app
      When the merchant asks whom the sub of the payment names
      Then it learns Kari's name, e-mail, number, birthday, address and nothing else
      And every exchange keeps to the contract

    Scenario: Kari's number is read after a payment with eCom
      Given an order of 499.00 NOK that eCom is asked for with the scope "phoneNumber"
      And Kari has approved in the app
      When the merchant asks whom the sub of the payment names
      Then it learns Kari's number and nothing else
      And every exchange keeps to the contract

    Scenario: A sub that nobody has names nobody
      When the merchant asks whom a sub names that nobody has
      Then it learns nothing

  @rule:userinfo-key
  Rule: A subscription key must not be sent

    Scenario: Who sends the subscription key along learns nothing
      Given an order of 499.00 NOK
      And the order asks for "name"
      And the merchant has started the payment
      And Kari has approved in the app
      When the merchant asks whom the sub names and sends its subscription key along
      Then it is refused as unknown
      And the request is reported as "guide.no-subscription-key"

  @rule:userinfo-window
  Rule: What was shared can be read for 168 hours

    Scenario: After 167 hours Kari's name is still read
      Given an order of 499.00 NOK
      And the order asks for "name"
      And the merchant has started the payment
      And Kari has approved in the app
      And 167 hours have passed
      When the merchant asks whom the sub of the payment names
      Then it learns Kari's name and nothing else

    Scenario: After 169 hours nothing is read any more
      Given an order of 499.00 NOK
      And the order asks for "name"
      And the merchant has started the payment
      And Kari has approved in the app
      And 169 hours have passed
      When the merchant asks whom the sub of the payment names
      Then it learns nothing
