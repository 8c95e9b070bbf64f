@recurring.v3 @core
Feature: Being told of agreements and charges
  Each event is told once, signed with the secret of the registration. Those of an
  agreement and of its charges come in no order between them.

  Background:
    Given a merchant that sells in NOK
    And the merchant listens for "every recurring event"

  @rule:told-agreement
  Rule: The merchant is told how an agreement begins and ends

    Scenario: An agreement that Kari accepts and the merchant stops is told
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant stops the agreement
      Then the merchant is told of the agreement that it was activated, stopped
      And the merchant is told that the merchant itself stopped it
      And every exchange keeps to the contract

    Scenario: An agreement is told with the merchant's number
      Given an agreement of 349.00 NOK every month
      And it has the external number "member 4711"
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the merchant is told of the agreement that it was activated

    @sandbox
    Scenario: An agreement that Kari rejects is told
      Given Kari was offered an agreement of 349.00 NOK every month
      When Kari rejects the agreement
      Then the merchant is told of the agreement that it was rejected
      And every exchange keeps to the contract

    @sandbox
    Scenario: An agreement that nobody accepts is told
      Given Kari was offered an agreement of 349.00 NOK every month
      When 10 minutes pass
      Then the merchant is told of the agreement that it was expired
      And every exchange keeps to the contract

    @sandbox
    Scenario: Until Kari acts nothing is told
      Given Kari was offered an agreement of 349.00 NOK every month
      When 9 minutes pass
      Then the agreement is pending
      And the merchant is told nothing of the agreement

    @sandbox
    Scenario: It is told that Kari stopped the agreement
      Given Kari has an agreement of 349.00 NOK every month
      When Kari stops the agreement in the app
      Then the merchant is told of the agreement that it was activated, stopped
      And the merchant is told that Kari stopped it

    @sandbox
    Scenario: When Kari deletes her profile it is told that Vipps stopped the agreement
      Given Kari has an agreement of 349.00 NOK every month
      When Kari deletes her profile
      Then the merchant is told that Vipps stopped it

  @rule:told-charge
  Rule: The merchant is told what becomes of a charge

    Scenario: A first payment is told as captured
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      Then the merchant is told of the charge that it was captured
      And the merchant is told of the agreement that it was activated
      And every exchange keeps to the contract

    Scenario: A charge that ships in part and comes back is told from start to end
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has captured 300.00 NOK of the charge
      And the merchant has cancelled the charge
      When the merchant refunds 100.00 NOK of the charge
      Then the merchant is told of the charge that it was reserved, captured, canceled, refunded
      And every exchange keeps to the contract

    Scenario: Each parcel of a charge is told
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And the merchant has captured 300.00 NOK of the charge
      When the merchant captures 200.00 NOK of the charge
      Then the merchant is told of the charge that it was reserved, captured, captured

    Scenario: A charge that is called off is told as canceled
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it has the settlement reference "march 2030"
      And the merchant has made the charge
      When the merchant cancels the charge
      Then the merchant is told of the charge that it was canceled

    Scenario: A charge that ends with its agreement is told
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When the merchant stops the agreement
      Then the merchant is told of the charge that it was reserved, canceled
      And the merchant is told of the agreement that it was activated, stopped

    @sandbox
    Scenario: A charge that waits is told nothing of
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant charges Kari 349.00 NOK, due in 3 days
      Then the charge waits
      And the merchant is told nothing of the charge

    @sandbox
    Scenario: A charge that is collected on its day is told
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When the day of the charge passes
      Then the merchant is told of the charge that it was captured
      And no event of the agreement is told twice

    @sandbox
    Scenario: A charge that fails is told once, when the last try has failed
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 2 days
      And the merchant has made the charge
      And the day of the charge has passed
      And the merchant is told nothing of the charge
      When the last day of trying passes
      Then the merchant is told of the charge that it was failed
      And every exchange keeps to the contract

    @sandbox
    Scenario: What becomes of an agreement of version 2 is told as well
      Given the following happens through v2
      And Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      When the merchant captures the whole charge
      And the rest happens through v3
      Then the merchant is told of the charge that it was reserved, captured
