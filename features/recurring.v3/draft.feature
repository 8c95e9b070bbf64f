@recurring.v3 @core
Feature: Offering an agreement
  What an agreement with version 3 may say of its price, its interval, its payer
  and the merchant's own numbers.

  Background:
    Given a merchant that sells in NOK

  @rule:draft-pricing
  Rule: The kind of price decides what it needs

    Scenario: A price without a kind is a fixed one
      Given an agreement of 349.00 NOK every month
      And the draft carries nothing at "/pricing/type"
      When the merchant offers it to Kari
      Then the agreement reads as it was offered
      And the request is reported as "guide.pricing-type"

    Scenario: A fixed price without an amount is refused
      Given an agreement of 349.00 NOK every month
      And the draft carries nothing at "/pricing/amount"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/pricing/amount"

    Scenario: A price that Kari chooses without a suggestion is refused
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the draft carries nothing at "/pricing/suggestedMaxAmount"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/pricing/suggestedMaxAmount"

    Scenario: More than 20000.00 NOK cannot be suggested
      Given an agreement of at most 20000.01 NOK every month, as Kari chooses
      When the merchant tries to offer it to Kari
      Then the draft is refused because the suggested maximum is too high
      And the request is reported as "guide.suggested-max-amount"

    Scenario: 1.00 NOK is the least price
      Given an agreement of 1.00 NOK every month
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

    Scenario: Less than 1.00 NOK is no price
      Given an agreement of 0.99 NOK every month
      When the merchant tries to offer it to Kari
      Then the draft is refused because the amount is too small
      And the request is reported as "guide.minimum-amount"

    Scenario: Less than 1.00 NOK cannot be suggested
      Given an agreement of at most 0.99 NOK every month, as Kari chooses
      When the merchant tries to offer it to Kari
      Then the draft is refused because the amount is too small
      And the request is reported as "guide.minimum-amount"

    Scenario: A flexible price has neither an amount nor an interval
      Given an agreement with any amount in NOK
      When the merchant offers it to Kari
      Then the agreement is pending
      And the agreement reads as it was offered
      And every exchange keeps to the contract

    Scenario: Any amount may be charged for a flexible price
      Given an agreement with any amount in NOK
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant charges Kari 25000.00 NOK, due in 3 days
      Then the charge waits
      And every exchange keeps to the contract

    @sandbox
    Scenario: A fixed price may go without an interval
      Given an agreement of 349.00 NOK every month
      And the draft carries nothing at "/interval"
      When the merchant offers it to Kari
      Then the agreement is pending
      And every exchange keeps to the contract

    @sandbox
    Scenario: A price in the currency of another market is refused
      Given an agreement of 349.00 EUR every month
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the pending agreements are 0

  @rule:draft-numbers
  Rule: The merchant's own number of an agreement comes back

    Scenario: An agreement keeps the merchant's number
      Given an agreement of 349.00 NOK every month
      And it has the external number "member 4711"
      When the merchant offers it to Kari
      Then the agreement reads as it was offered
      And every exchange keeps to the contract

    Scenario: A charge names the merchant's number of its agreement
      Given an agreement of 349.00 NOK every month
      And it has the external number "member 4711"
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant charges Kari 349.00 NOK, due in 3 days
      Then the charge reads as it was made

    Scenario: A merchant's number of 65 characters is refused
      Given an agreement of 349.00 NOK every month
      And it has the external number "a-number-of-the-merchants-own-that-has-exactly-sixty-five-signs-x"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/externalId"

  @rule:draft-addresses
  Rule: The merchant's pages are on https

    Scenario: A page of the agreement without https is refused
      Given an agreement of 349.00 NOK every month
      And its page is "http://shop.example/my/honey"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the refusal is about "merchantAgreementUrl"
      And the request is reported as "guide.https-url"

    Scenario: The way back may lead into an app
      Given an agreement of 349.00 NOK every month
      And the draft carries "honeyapp://done" at "/merchantRedirectUrl"
      When the merchant offers it to Kari
      Then the agreement is pending

    Scenario: A way back without https is refused
      Given an agreement of 349.00 NOK every month
      And the draft carries "http://shop.example/done" at "/merchantRedirectUrl"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "guide.https-url"

    Scenario: A merchant in Norway needs a page for the agreement
      Given an agreement of 349.00 NOK every month
      And the draft carries nothing at "/merchantAgreementUrl"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the refusal is about "merchantAgreementUrl"
      And the request is reported as "guide.management-page"

  @rule:draft-payer
  Rule: A number is only filled in

    Scenario: Kari's number is filled in
      Given an agreement of 349.00 NOK every month
      And it is for the number "4791234567"
      When the merchant offers it to Kari
      Then the agreement is pending
      And every exchange keeps to the contract

    Scenario: A number that is none is left out
      Given an agreement of 349.00 NOK every month
      And it is for the number "nobody"
      When the merchant offers it to Kari
      Then the agreement is pending
      And the request is reported as "guide.mobile-number"

    @sandbox
    Scenario: A payer of seventeen comes to nothing
      Given an agreement of 349.00 NOK every month
      And it is for the number "4791239017"
      And the merchant has offered it to Kari
      When Kari accepts it in the app
      Then the agreement is expired
      And the agreement has not begun

    @sandbox
    Scenario: A payer of eighteen begins the agreement
      Given an agreement of 349.00 NOK every month
      And it is for the number "4791239018"
      And the merchant has offered it to Kari
      When Kari accepts it in the app
      Then the agreement is active

  @rule:draft-app
  Rule: A payer who comes from an app is sent to the app

    Scenario: A payer on a phone is sent to the app
      Given an agreement of 349.00 NOK every month
      And it is offered on a phone
      When the merchant offers it to Kari
      Then the agreement's link opens the Vipps app and carries a token
      And the request is reported as "guide.is-app"

  @rule:draft-push
  Rule: A message goes to the payer where the unit may send one

    @sandbox
    Scenario: A unit that may skip the landing page sends Kari a message
      Given a merchant whose sales unit may skip the landing page
      And an agreement of 349.00 NOK every month
      And it skips the landing page
      And the merchant has offered it to Kari
      When Kari accepts it in the app
      Then the agreement is active
      And every exchange keeps to the contract

    Scenario: A message to a number that nobody has is refused
      Given a merchant whose sales unit may skip the landing page
      And an agreement of 349.00 NOK every month
      And it skips the landing page
      And it is for the number "4791239000"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the phone number cannot be used
      And the refusal says "Invalid phone number"
      And the pending agreements are 0

    @sandbox
    Scenario: A unit that is for login only cannot offer an agreement
      Given a merchant whose sales unit is for login only
      And an agreement of 349.00 NOK every month
      When the merchant tries to offer it to Kari
      Then the draft is refused because the sales unit may not do that
