@epayment.v1 @extended
Feature: Captures in parts outside of Norway
  In Denmark and Finland what was authorized is captured at once, unless the
  sales unit was approved for parts.

  @rule:epayment-partial-abroad
  Rule: Outside of Norway captures in parts take an approval

    Scenario: A unit in Denmark must capture all at once
      Given a merchant that sells in DKK
      And Kari has approved a payment of 499.00 DKK
      When the merchant tries to capture 199.00 DKK
      Then the capture is refused because the sales unit may not do that
      And the refusal has the code 6140
      And nothing stands captured

    Scenario: A unit in Denmark that was approved captures in parts
      Given a merchant that sells in DKK and may capture in parts
      And Kari has approved a payment of 499.00 DKK
      When the merchant captures 199.00 DKK
      Then 300.00 DKK stands left to capture
