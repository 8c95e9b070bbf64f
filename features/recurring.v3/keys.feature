@recurring.v3 @core
Feature: Keys of changes
  Every change carries a key. Under the same key the same change is made once, and
  another one is refused.

  Background:
    Given a merchant that sells in NOK

  @rule:key-same
  Rule: The same change under the same key is made once

    Scenario: An agreement that is offered twice with one key is one
      Given an agreement of 349.00 NOK every month
      And the merchant has offered it to Kari with the key "sign-up"
      When the merchant offers it to Kari with the key "sign-up"
      Then both agreements are the same one
      And every exchange keeps to the contract

    Scenario: A charge that is asked for twice with one key is one
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it has the number "march"
      And the merchant has made the charge with the key "march"
      When the merchant makes the charge with the key "march"
      Then the charge was made once
      And the CREATE in the history has the key "march"

    Scenario: A capture that is asked for twice with one key is made once
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has captured 100.00 NOK of the charge with the key "parcel"
      When the merchant captures 100.00 NOK of the charge with the key "parcel"
      Then the charge stands at
        | state              | captured |
        | partially captured | 100.00   |
      And the history of the charge is CREATE, RESERVE, CAPTURE

    Scenario: A cancellation that is asked for twice with one key is answered as before
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has cancelled the charge with the key "sold out"
      When the merchant cancels the charge with the key "sold out"
      Then the charge stands at
        | state     | cancelled |
        | cancelled | 500.00    |

    Scenario: A stop that is asked for twice with one key is answered as before
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant stops the agreement with the key "goodbye"
      When the merchant stops the agreement with the key "goodbye"
      Then the agreement is stopped

  @rule:key-other
  Rule: Another change under the same key is refused

    Scenario: Another agreement under the same key is refused
      Given an agreement of 349.00 NOK every month
      And the merchant has offered it to Kari with the key "sign-up"
      And an agreement of 399.00 NOK every month
      When the merchant tries to offer it to Kari with the key "sign-up"
      Then the draft is refused because the key belongs to another request
      And the agreement has
        | price | 349.00 |

    Scenario: A charge of another amount under the same key is refused
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the merchant has made the charge with the key "march"
      And a charge of 399.00 NOK that is due in 3 days
      When the merchant tries to make the charge with the key "march"
      Then the charge is refused because the key belongs to another request
      And the agreement has 1 charge

    Scenario: A refund under the key of the capture is refused
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has captured 500.00 NOK of the charge with the key "parcel"
      When the merchant tries to refund 500.00 NOK of the charge with the key "parcel"
      Then the refund is refused because the key belongs to another request
      And the charge is charged

    Scenario: A charge of another agreement under the same key is refused
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 49.00 NOK that is due in 3 days
      And the merchant has made the charge with the key "march"
      And Kari has another agreement of 49.00 NOK every month
      When the merchant tries to make the charge with the key "march"
      Then the charge is refused because the key belongs to another request
      And the agreement has 0 charges

  @rule:key-refused
  Rule: What was refused stays refused under its key

    Scenario: A charge that came too early is refused again under its key
      Given Kari was offered an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the merchant tries to make the charge with the key "march"
      And Kari accepts it
      When the merchant tries to make the charge with the key "march"
      Then the charge is refused because the agreement is not active
      And the agreement has 0 charges

    Scenario: A charge that came too early succeeds under a fresh key
      Given Kari was offered an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the merchant tries to make the charge with the key "march"
      And Kari accepts it
      When the merchant makes the charge with the key "march again"
      Then the charge waits
