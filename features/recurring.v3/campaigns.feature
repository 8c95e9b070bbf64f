@recurring.v3 @core
Feature: Campaigns
  A new agreement may begin with a lower price: until a date, for a period, or
  until an event. The usual price stands beside it from the start.

  Background:
    Given a merchant that sells in NOK

  @rule:campaign-announced
  Rule: The campaigns that version 3 was announced with

    Scenario: Ten weeks for 10 NOK
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And 10.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement is active
      And the agreement reads as it was offered
      And the app explains the campaign
      And the charge stands at
        | state   | amount | captured |
        | charged | 10.00  | 10.00    |
      And every exchange keeps to the contract

    Scenario: 1 NOK until Christmas
      Given an agreement of 349.00 NOK every month
      And it costs 1.00 NOK until Christmas
      And 1.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement is active
      And the agreement reads as it was offered
      And the app explains the campaign
      And the charge stands at
        | state   | amount | captured |
        | charged | 1.00   | 1.00     |
      And every exchange keeps to the contract

    Scenario: 1 NOK a week for eight weeks, then 50 NOK a week
      Given an agreement of 50.00 NOK every week
      And for the next 8 weeks each payment costs 1.00 NOK
      When the merchant offers it to Kari
      Then the agreement reads as it was offered
      And the app explains the campaign
      And every exchange keeps to the contract

  @rule:campaign-period
  Rule: A period begins when the payer accepts

    Scenario Outline: The first <period> at a lower price end with the period
      Given an agreement of 349.00 NOK every month
      And the first <period> cost 10.00 NOK
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement reads as it was offered

      Examples: the units, and the most of one
        | period   |
        | 31 days  |
        | 6 weeks  |
        | 1 month  |
        | 1 year   |

    @sandbox
    Scenario: Minutes that Kari took to accept are not lost
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And the merchant has offered it to Kari
      And 8 minutes have passed
      When Kari accepts it in the app
      Then the agreement reads as it was offered

  @rule:campaign-needs
  Rule: Every kind of campaign needs what ends it

    Scenario: A lower price without an end is refused
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the draft carries nothing at "/campaign/end"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/campaign/end"

    @wire
    Scenario: A lower price until a date with a period instead is refused
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the draft carries nothing at "/campaign/end"
      And the draft carries {"unit":"WEEK","count":8} at "/campaign/period"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "guide.campaign-fields"
      And the request breaks the contract at "/campaign/end"

    Scenario: A period that is not named is refused
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And the draft carries nothing at "/campaign/period"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/campaign/period"

    Scenario Outline: An event without its <what> is refused
      Given an agreement of 349.00 NOK every month
      And it costs 1.00 NOK until Christmas
      And the draft carries nothing at "/campaign/<member>"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/campaign/<member>"

      Examples: both that it needs
        | what | member    |
        | date | eventDate |
        | name | eventText |

    Scenario: An event with an end instead of its date is refused
      Given an agreement of 349.00 NOK every month
      And it costs 1.00 NOK until Christmas
      And the draft carries nothing at "/campaign/eventDate"
      And the draft carries "2030-12-25T00:00:00Z" at "/campaign/end"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "guide.campaign-fields"
      And the request breaks the contract at "/campaign/eventDate"

    Scenario: A campaign without its price is refused
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And the draft carries nothing at "/campaign/price"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/campaign/price"

    Scenario: An event whose name has 16 characters is refused
      Given an agreement of 349.00 NOK every month
      And it costs 1.00 NOK until Christmas
      And the draft carries "until midsummers" at "/campaign/eventText"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/campaign/eventText"

    Scenario: A lower price until a day that is past is refused
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the draft carries "2020-12-25T00:00:00Z" at "/campaign/end"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "guide.campaign-dates"

    Scenario: A lower price until a local time is refused
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the draft carries "2030-12-25T00:00:00+01:00" at "/campaign/end"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "guide.campaign-dates"

    Scenario: A period of 32 weeks is refused
      Given an agreement of 349.00 NOK every month
      And the first 32 weeks cost 10.00 NOK
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/campaign/period/count"

  @rule:campaign-kinds
  Rule: Campaigns that are history are not offered any more

    Scenario Outline: A campaign of the kind <kind> is refused
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the draft carries "<kind>" at "/campaign/type"
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request breaks the contract at "/campaign/type"

      Examples: one of 2023, one of version 2, and one that never was
        | kind               |
        | FULL_FLEX_CAMPAIGN |
        | LEGACY_CAMPAIGN    |
        | SUMMER_CAMPAIGN    |

  @rule:campaign-of-history @sandbox
  Rule: Agreements of the time when there were more campaigns are read as they were made

    Scenario: A campaign with an interval of its own still reads as it was offered
      Given a merchant whose sales unit may offer campaigns of 2023
      And an agreement of 1000.00 NOK every year
      And for the next 20 weeks it costs 100.00 NOK every month
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement is active
      And the agreement reads as it was offered
      And the app explains the campaign
      And the request breaks the contract at "/campaign/type"
      And the request is reported as "body.undocumented-property"

  @rule:campaign-fixed-price
  Rule: Only a fixed price has a campaign

    Scenario: A price that Kari chooses has no campaign
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the first 10 weeks cost 10.00 NOK
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "guide.campaign-pricing"

    Scenario: A flexible price has no campaign
      Given an agreement with any amount in NOK
      And the first 10 weeks cost 10.00 NOK
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "guide.campaign-pricing"

  @rule:campaign-stays
  Rule: A campaign is as it was offered

    @wire
    Scenario: A campaign cannot be given to an agreement that has none
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement so that it carries {"type":"PRICE_CAMPAIGN","price":100,"end":"2030-12-25T00:00:00Z"} at "/campaign"
      Then the request is reported as "guide.fixed-at-draft"
      And the agreement has no campaign

    @wire
    Scenario: A campaign cannot be made cheaper later
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 10.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant tries to change the agreement so that it carries {"type":"PRICE_CAMPAIGN","price":100,"end":"2030-12-25T00:00:00Z"} at "/campaign"
      Then the request is reported as "guide.fixed-at-draft"
      And the agreement reads as it was offered

    Scenario: A new usual price leaves the campaign as it is
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 10.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it
      And the merchant has changed the agreement
        | product | Honey by post |
      Then the agreement reads as it was offered
