@recurring.v3 @extended @sandbox
Feature: Looking through agreements and charges
  Lists come in pages. Who reads the first page only misses what stands on the
  others.

  Background:
    Given a merchant that sells in NOK

  @rule:list-agreements
  Rule: Agreements are read page by page

    Scenario: Three agreements stand on three pages of one
      Given Kari has an agreement of 349.00 NOK every month
      And Kari has another agreement of 49.00 NOK every month
      And Kari has another agreement of 99.00 NOK every month
      When the merchant looks through its active agreements 1 at a time
      Then it finds 3 of them on 3 pages
      And every exchange keeps to the contract

    Scenario: Three agreements stand on two pages of two
      Given Kari has an agreement of 349.00 NOK every month
      And Kari has another agreement of 49.00 NOK every month
      And Kari has another agreement of 99.00 NOK every month
      When the merchant looks through its active agreements 2 at a time
      Then it finds 3 of them on 2 pages

    Scenario: Agreements that were made before a time are left out
      Given Kari has an agreement of 349.00 NOK every month
      And 1 hour has passed
      And Kari has another agreement of 49.00 NOK every month
      Then only the agreement made last is listed of those made after the one before it

    Scenario: The last of 501 agreements is missed without a word on pages
      Given an agreement of 349.00 NOK every month
      And the merchant has offered it 250 times
      And 1 minute has passed
      And the merchant has offered it 251 times
      When the merchant asks for its pending agreements without a word on pages
      And the request is reported as "guide.paging"
      And it finds 500 of them on 1 page
      And the merchant looks through its pending agreements 500 at a time
      Then it finds 501 of them on 2 pages

  @rule:list-charges
  Rule: Charges are read until no page follows

    Scenario: Sixty charges stand on more than one page
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has made 60 charges at once
      And 1 minute has passed
      When the merchant looks through the charges
      Then it finds 60 of them on more than one page
      And every exchange keeps to the contract

    Scenario: A few charges stand on one page
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When the merchant looks through the charges
      Then it finds 2 of them on 1 page
