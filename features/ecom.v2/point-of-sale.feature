@ecom.v2 @extended
Feature: Paying at the counter
  Where no landing page can be shown, the customer gets a push message at once;
  the till asks how the payment stands and cancels when the customer cannot pay.

  @rule:ecom-skip-landing-page
  Rule: Only a unit that may skip the landing page does

    @sandbox
    Scenario: The till sends Kari a push message and is paid
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK placed at the counter for the number "91234567"
      And the merchant has started the payment
      When Kari approves in the app
      Then the payment is reserved
      And every exchange keeps to the contract

    Scenario: The till gives up when Kari's phone is dead
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK placed at the counter for the number "91234567"
      And the merchant has started the payment
      When the merchant cancels the payment
      Then the payment is cancelled
      And nothing stands authorized

    Scenario: A number that nobody can have is refused at the counter
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK placed at the counter for the number "12"
      When the merchant tries to start the payment
      Then the payment is refused because the phone number cannot be used
      And the request is reported as "guide.mobile-number"

    @sandbox
    Scenario: A unit that was not approved for it cannot skip the landing page
      Given a merchant that sells in NOK
      And an order of 499.00 NOK placed at the counter for the number "91234567"
      When the merchant tries to start the payment
      Then the payment is refused because the sales unit may not do that

    Scenario: A payment without a landing page cannot be approved without the app
      Given a merchant whose sales unit may skip the landing page
      And an order of 499.00 NOK placed at the counter for the number "91234567"
      And the merchant has started the payment
      When somebody tries to approve the payment without the app
      Then the approval is refused
      And the payment is pending

  @rule:ecom-till-polls
  Rule: The till follows a payment by asking

    Scenario: The till asks until the payment is reserved and takes the money
      Given a merchant that sells in NOK
      And the merchant has asked Kari for 499.00 NOK
      And the payment is pending
      When Kari approves
      Then the payment is reserved
      When the merchant captures 499.00 NOK
      Then 499.00 NOK stands captured

  @rule:ecom-login-only
  Rule: A unit for login takes no payments

    @sandbox
    Scenario: A unit that is for login only cannot start a payment
      Given a merchant whose sales unit is for login only
      When the merchant tries to ask Kari for 499.00 NOK
      Then the payment is refused because the sales unit may not do that
