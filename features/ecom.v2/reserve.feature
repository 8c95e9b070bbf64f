@ecom.v2 @core
Feature: Reserving a large amount
  eCom names no largest amount.

  @rule:ecom-large-amount
  Rule: An amount of any size is reserved to the øre

    @sandbox
    Scenario Outline: An approved payment of <amount> NOK is reserved in full
      Given a merchant that sells in NOK
      And the merchant has asked Kari for <amount> NOK
      When Kari approves
      Then the payment is reserved
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | <amount>   | 0.00     | 0.00     | 0.00      |
      And every exchange keeps to the contract

      Examples: more øre than 32 bits hold
        | amount      |
        | 21474836.48 |
