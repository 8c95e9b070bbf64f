@recurring.v2 @extended
Feature: Recurring as version 2 had it
  What version 2 allowed and version 3 does not. Every call of it is reported as
  one of a version that is gone.

  Background:
    Given a merchant that sells in NOK

  @rule:old-draft
  Rule: A draft was flat

    Scenario: A page of the agreement without https is accepted
      Given an agreement of 349.00 NOK every month
      And its page is "http://shop.example/my/honey"
      When the merchant offers it to Kari
      Then the agreement reads as it was offered
      And the request is reported as "lifecycle.retired"

    Scenario: An agreement may cost nothing
      Given an agreement of 0.00 NOK every month
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

    Scenario: An agreement of a varying amount needs no price
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the draft carries nothing at "/price"
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

    Scenario: A payer who comes from an app is sent to the app
      Given an agreement of 349.00 NOK every month
      And it is offered on a phone
      When the merchant offers it to Kari
      Then the agreement's link opens the Vipps app and carries a token

    Scenario: An agreement that is offered twice is two
      Given an agreement of 349.00 NOK every month
      And the merchant has offered it to Kari
      When the merchant offers it to Kari
      Then both agreements are there

    Scenario: More than 20000.00 NOK could not be suggested either
      Given an agreement of at most 20000.01 NOK every month, as Kari chooses
      When the merchant tries to offer it to Kari
      Then the draft is refused because the suggested maximum is too high
      And the request is reported as "schema.maximum"

    Scenario: A message to nobody is refused
      Given a merchant whose sales unit may skip the landing page
      And an agreement of 349.00 NOK every month
      And it skips the landing page
      And the draft carries nothing at "/customerPhoneNumber"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the refusal is about "customerPhoneNumber"
      And the request is reported as "guide.push-needs-customer"

    @sandbox
    Scenario: A message to Kari is sent where the unit may
      Given a merchant whose sales unit may skip the landing page
      And an agreement of 349.00 NOK every month
      And it skips the landing page
      And the merchant has offered it to Kari
      When Kari accepts it in the app
      Then the agreement is active

  @rule:old-campaign
  Rule: A campaign could change

    @wire
    Scenario: A running agreement is given a lower price until a date
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant changes the agreement so that it carries {"campaignPrice":100,"end":"2030-12-25T00:00:00Z"} at "/campaign"
      Then the campaign costs 1.00 NOK until the day 2030-12-25
      And v2 and v3 tell the same of the agreement

    Scenario: The date at which a campaign begins is forgotten
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the draft carries "2030-01-01T00:00:00Z" at "/campaign/start"
      When the merchant offers it to Kari
      Then the agreement reads as it was offered
      And the request is reported as "guide.unused-field"

  @rule:old-keys
  Rule: Charges, captures and refunds had a key

    Scenario: A charge of another amount under the same old key is refused
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the merchant has made the charge with the key "march"
      And a charge of 399.00 NOK that is due in 3 days
      When the merchant tries to make the charge with the key "march"
      Then the charge is refused because the key belongs to another request
      And the agreement has 1 charge

    @wire
    Scenario: A charge without a key was refused
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends POST /recurring/v2/agreements/{agreement}/charges with
        | Idempotency-Key |                                                                                                     |
        | body            | {"amount":34900,"currency":"NOK","description":"March","due":"{in 3 days}","retryDays":2} |
      Then the answer has a status of 4xx
      And the request breaks the contract at "Idempotency-Key"
      And the agreement has 0 charges

  @rule:old-wire
  Rule: Answers had bodies and status 200

    @wire
    Scenario: A change with PUT was one as well
      Given Kari has an agreement of 349.00 NOK every month
      When a client sends PUT /recurring/v2/agreements/{agreement} with
        | body | {"productName":"Jam by post"} |
      Then the answer has the status 200
      And the agreement has
        | product | Jam by post |
        | price   | 349.00      |

    @wire
    Scenario: A capture had no body, and its answer an empty one
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When a client sends POST /recurring/v2/agreements/{agreement}/charges/{charge}/capture with
        | Idempotency-Key | {a key} |
      Then the answer has the status 200
      And the charge is charged

    @wire
    Scenario: A refusal was a list
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends POST /recurring/v2/agreements/{agreement}/charges with
        | Idempotency-Key | {a key}                                                                                   |
        | body            | {"amount":34900,"currency":"NOK","description":"March","due":"{in 3 days}","retryDays":2} |
      Then the answer has a status of 4xx
      And the answer is a list of errors with a code

    @wire
    Scenario: A token that nobody gave out opened nothing
      Given Kari was offered an agreement of 349.00 NOK every month
      When a client sends GET /recurring/v2/agreements/{agreement} with
        | Authorization | Bearer nonsense |
      Then the answer has the status 401

  @rule:old-gone
  Rule: Nobody answers for a version that is gone

    @sandbox
    Scenario: Who still calls version 2 is answered by nobody, and version 3 goes on
      Given Kari has an agreement of 349.00 NOK every month
      And version 2 is gone
      When the merchant tries to read the agreement
      Then the reading is refused because the merchant has no such agreement
      And the rest happens through v3
      And the agreement is active
