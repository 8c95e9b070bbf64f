@recurring.v3 @extended @sandbox
Feature: Campaigns as weeks pass
  No price changes by itself. While a campaign runs the merchant charges the lower
  price, and the usual one from its end on.

  Background:
    Given a merchant that sells in NOK

  @rule:campaign-charged
  Rule: The merchant charges what the campaign promises

    Scenario: Eight weeks at 1.00 NOK, then 50.00 NOK a week
      Given an agreement of 50.00 NOK every week
      And for the next 8 weeks each payment costs 1.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      And the merchant has charged Kari 1.00 NOK, due in 7 days
      And the day of the charge has passed
      And the charge stands at
        | state   | amount | captured |
        | charged | 1.00   | 1.00     |
      And the campaign has ended
      When the merchant charges Kari 50.00 NOK, due in 3 days
      And the day of the charge passes
      Then the charge stands at
        | state   | amount | captured |
        | charged | 50.00  | 50.00    |
      And the agreement has 2 charges
      And every exchange keeps to the contract

    Scenario: Ten weeks for 10.00 NOK are paid once, then month by month
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And 10.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      And the charge is charged
      And 10 weeks have passed
      When the merchant charges Kari 349.00 NOK, due in 2 days
      And the day of the charge passes
      Then the charge stands at
        | state   | amount | captured |
        | charged | 349.00 | 349.00   |
      And it is the recurring charge of the agreement
      And 2 charges of the agreement are charged
      And every exchange keeps to the contract

    Scenario: The charge that follows a campaign is made while it runs
      Given an agreement of 349.00 NOK every month
      And it costs 1.00 NOK until Christmas
      And 1.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      And the merchant has charged Kari 349.00 NOK, due in 400 days
      And the campaign has ended
      And the charge is pending
      When the day of the charge passes
      Then the charge stands at
        | state   | amount | captured |
        | charged | 349.00 | 349.00   |

    Scenario: The cap is that of the usual price while the campaign runs
      Given an agreement of 50.00 NOK every week
      And for the next 8 weeks each payment costs 1.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      When the merchant charges Kari 50.00 NOK, due in 3 days
      Then the charge waits

    Scenario: After its campaign an agreement is as active as before
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      When the campaign ends
      Then the agreement is active
      And the agreement has
        | price    | 349.00  |
        | interval | 1 month |

    Scenario: A second campaign needs a second agreement
      Given an agreement of 349.00 NOK every month
      And the first 10 weeks cost 10.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      And the campaign has ended
      And the first 2 weeks cost 5.00 NOK
      When the merchant offers it to Kari
      And Kari accepts it in the app
      Then both agreements are there
      And the agreement reads as it was offered
