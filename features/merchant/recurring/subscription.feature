@recurring @core
Feature: A subscription is agreed on, charged and ended
  The merchant's own software offers a subscription; the customer acts in the
  sandbox. What the shop says, and what the money has done, must agree.

  @rule:merchant-subscription-known
  Rule: The shop knows how every offer ends

    @REC-CL-12
    Scenario: Kari accepts
      Given Kari was offered a subscription of 49.00 NOK
      When Kari accepts the subscription
      Then the subscription is active

    @REC-CL-12
    Scenario: Kari rejects
      Given Kari was offered a subscription of 49.00 NOK
      When Kari rejects the subscription
      Then the subscription is failed or stopped

    @REC-CL-12
    Scenario: Kari does nothing
      Given Kari was offered a subscription of 49.00 NOK
      When Kari lets the subscription expire
      Then the subscription is failed or stopped

    @REC-CL-12 @patient
    Scenario: The webhook of the acceptance is lost
      Given no webhook arrives
      And Kari was offered a subscription of 49.00 NOK
      When Kari accepts the subscription
      Then the subscription is active

  @rule:merchant-subscription-ends
  Rule: A subscription changes, and ends

    @REC-CL-03
    Scenario: The price changes
      Given Kari has a subscription of 49.00 NOK
      When the shop changes the price to 59.00 NOK
      Then the price stands at 59.00 NOK
      And the subscription is active

    @REC-CL-03 @REC-CL-19
    Scenario: The shop ends it
      Given Kari has a subscription of 49.00 NOK
      When the shop ends the subscription
      Then the subscription is stopped

  @rule:merchant-subscription-charged
  Rule: What is due is charged, and nothing else

    @REC-CL-05 @REC-CL-19
    Scenario: A charge is collected
      Given Kari has a subscription of 49.00 NOK
      When the shop charges 49.00 NOK
      And the charge falls due
      Then 49.00 NOK of the charge stands captured
      And the shop looks at the charge

    @REC-CL-07
    Scenario: A charge is cancelled before it is due
      Given Kari has a subscription of 49.00 NOK
      And the shop has charged 49.00 NOK
      When the shop cancels the charge
      Then the charge is cancelled

    @REC-CL-08 @REC-CL-19
    Scenario: A charge is refunded
      Given Kari has a subscription of 49.00 NOK
      And the shop has charged 49.00 NOK
      And the charge has fallen due
      When the shop refunds 49.00 NOK of the charge
      Then 49.00 NOK of the charge stands refunded

    @REC-CL-09
    Scenario: A charge is reserved, and captured in part
      Given Kari has a subscription of 49.00 NOK
      And the shop has asked to reserve 49.00 NOK
      And the charge has fallen due
      When the shop captures 20.00 NOK of the charge
      Then 20.00 NOK of the charge stands captured
      And the shop looks at the charge
