@recurring.v3 @extended
Feature: Mistakes that merchants make with Recurring
  What goes wrong most often, and how it shows: as a refusal that says what to
  change, as a finding, or as money that does not move.

  Background:
    Given a merchant that sells in NOK

  @rule:mistake-charges
  Rule: Nobody but the merchant makes charges

    @sandbox
    Scenario: An agreement that is only active brings no money
      Given Kari has an agreement of 349.00 NOK every month
      When 10 weeks pass
      Then the agreement is active
      And the agreement has 0 charges

    @sandbox
    Scenario: A charge that is made anew while the old one is tried is taken twice
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it is tried again for 10 days
      And the merchant has made the charge
      And Kari's bank turns every try down
      And the day of the charge has passed
      And Kari's bank lets the charge through
      When the merchant charges Kari 349.00 NOK, due in 2 days
      And the day of the charge passes
      Then 2 charges of the agreement are charged

    @sandbox
    Scenario: A charge in three days is due at once and never pending
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant charges Kari 349.00 NOK, due in 3 days
      Then the charge is due

    @sandbox
    Scenario: While a campaign runs the usual price is charged as well
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When the day of the charge passes
      Then the charge is charged

    @sandbox
    Scenario: A first payment alone is no campaign
      Given Kari has paid 10.00 NOK for an agreement of 349.00 NOK every month
      Then the agreement has no campaign
      And the agreement has
        | price | 349.00 |

  @rule:mistake-way-back
  Rule: The way back is no acceptance

    Scenario: Who charges when Kari comes back is told that she has not accepted
      Given Kari was offered an agreement of 349.00 NOK every month
      And the agreement is pending
      When the merchant tries to charge Kari 349.00 NOK, due in 3 days
      Then the charge is refused because the agreement is not active
      And the agreement has 0 charges
      And the agreement is pending

    @sandbox
    Scenario: Kari who comes after nine minutes is still a payer
      Given Kari was offered an agreement of 349.00 NOK every month
      And 9 minutes have passed
      When Kari accepts it in the app
      Then the agreement is active

  @rule:mistake-old-names
  Rule: The names of version 2 are reported

    @wire
    Scenario Outline: A draft that says <old> as version 2 did is reported
      Given an agreement of 349.00 NOK every month
      And the draft carries <value> at "<pointer>"
      When the merchant tries to offer it to Kari
      Then the request is reported as "guide.v2-name"

      Examples: what had another name, or has none any more
        | old                    | value                      | pointer              |
        | its price              | 34900                      | /price               |
        | its currency           | "NOK"                      | /currency            |
        | its count of intervals | 1                          | /intervalCount       |
        | a varying amount       | {"suggestedMaxAmount":100} | /variableAmount      |
        | whose phone it is      | "4791234567"               | /customerPhoneNumber |

    Scenario: A charge that says its currency is reported
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the charge carries "NOK" at "/currency"
      When the merchant makes the charge
      Then the charge waits
      And the request is reported as "guide.v2-name"

    Scenario Outline: A new <what> in the place of version 2 is reported and changes nothing
      Given an agreement of <price> every month<choice>
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant tries to change the agreement so that it carries 39900 at "<pointer>"
      Then the request is reported as "guide.v2-name"
      And the agreement reads as it was offered

      Examples: both that changed their place
        | what              | price              | choice            | pointer             |
        | price             | 349.00 NOK         |                   | /price              |
        | suggested maximum | at most 349.00 NOK | , as Kari chooses | /suggestedMaxAmount |

  @rule:mistake-stop
  Rule: A stop is no pause, no refund and no capture

    Scenario: Who stops before capturing loses what was reserved
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has stopped the agreement
      When the merchant tries to capture the charge
      Then the capture is refused because nothing can be captured any more
      And the charge stands at
        | state     | captured |
        | cancelled | 0.00     |

    Scenario: A stop gives nothing back
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      When the merchant stops the agreement
      Then the charge stands at
        | state   | captured | refunded |
        | charged | 199.00   | 0.00     |

    Scenario: A pause cannot be asked for
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement so that it carries "PAUSED" at "/status"
      Then the update is refused because the request is invalid
      And the request breaks the contract at "/status"
      And the agreement is active

  @rule:mistake-keys
  Rule: A key and a number are of one request

    Scenario: A key with a colon is reported
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      When the merchant tries to make the charge with a key that has a colon
      Then the request is reported as "idempotency.key-characters"

    Scenario: One key for the charges of two agreements makes one charge
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 49.00 NOK that is due in 3 days
      And the merchant has made the charge with the key "all of march"
      And Kari has another agreement of 49.00 NOK every month
      When the merchant tries to make the charge with the key "all of march"
      Then the charge is refused because the key belongs to another request
      And the agreement has 0 charges

    Scenario: A number that a cancelled charge had cannot be used again
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it has the number "march"
      And the merchant has made the charge
      And the merchant has cancelled the charge
      When the merchant tries to make the charge
      Then the charge is refused because the reference is taken
      And the charge is cancelled

    @sandbox
    Scenario Outline: A number that is <what> is reported
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the charge carries "<number>" at "/orderId"
      When the merchant makes the charge
      Then the request is reported as "guide.orderid-quality"

      Examples: numbers that people misread and books lose
        | what       | number     |
        | very short | a1b2       |
        | all digits | 2030030147 |

    Scenario: Two charges may have one settlement reference, and are two
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it has the settlement reference "march 2030"
      And the merchant has made the charge
      When the merchant makes the charge
      Then there are 2 charges, each with a number of its own

  @rule:mistake-dates
  Rule: Times are RFC 3339 and UTC

    Scenario: A campaign that ends on a day with slashes is reported
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the draft carries "2030/12/25T00:00:00Z" at "/campaign/end"
      When the merchant tries to offer it to Kari
      Then the request is reported as "guide.campaign-dates"

  @rule:mistake-names
  Rule: A charge is canceled with one l

    Scenario: Nobody can listen for charges that are cancelled with two
      When the merchant tries to register "https://shop.example/hooks" for "charge-cancelled"
      Then the registration is refused because the request is invalid
      And the request is reported as "guide.webhook-event-name"

  @rule:mistake-pages
  Rule: The page of an agreement is where it is managed

    Scenario: A front page is reported
      Given an agreement of 349.00 NOK every month
      And its page is "https://shop.example/"
      When the merchant offers it to Kari
      Then the request is reported as "guide.management-page"

  @rule:mistake-profile
  Rule: Userinfo is asked without a subscription key

    @sandbox
    Scenario: Who sends the key of Recurring to Userinfo learns nothing
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name"
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      When the merchant asks whom the sub of the agreement names and sends its subscription key along
      Then it is refused as unknown
      And the request is reported as "guide.no-subscription-key"

  @rule:mistake-lists
  Rule: A list has a state and pages

    @sandbox
    Scenario: Who does not ask for a state misses what is stopped
      Given Kari has an agreement of 49.00 NOK every month
      And the merchant has stopped the agreement
      And Kari has another agreement of 349.00 NOK every month
      Then of both agreements only the active one is listed without a word on the state
