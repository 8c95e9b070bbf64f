@epayment.v1 @extended
Feature: Paying by QR code
  The merchant shows a code, and whoever reads it with a phone pays. What the
  merchant gets is an image, or the address that the code leads to.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK that reaches Kari by a QR code

  @rule:epayment-qr
  Rule: The merchant chooses the form of the code

    Scenario: A code that nobody described is an image
      When the merchant starts the payment
      Then the customer's link opens an image and carries a token
      And the payment is pending
      And every exchange keeps to the contract

    Scenario: A code may be asked for as an image that scales
      Given the QR code is asked for as an image
      When the merchant starts the payment
      Then the customer's link opens an image and carries a token
      And every exchange keeps to the contract

    Scenario: A code may be asked for as the address that it leads to
      Given the QR code is asked for as the address that it leads to
      When the merchant starts the payment
      Then the customer's link opens a web page and carries a token
      And every exchange keeps to the contract

    Scenario Outline: A code of <size> pixels is drawn
      Given the QR code is asked for as a PNG of <size> pixels
      When the merchant starts the payment
      Then the customer's link opens an image and carries a token
      And every exchange keeps to the contract

      Examples: the smallest and the largest
        | size |
        | 100  |
        | 2000 |

    Scenario Outline: A code of <size> pixels is refused
      Given the QR code is asked for as a PNG of <size> pixels
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request breaks the contract at "/qrFormat/size"

      Examples: one too small and one too large
        | size |
        | 99   |
        | 2001 |

    @sandbox
    Scenario: A code that nobody reads dies with its payment
      Given the merchant has started the payment
      When 10 minutes pass
      Then its state is EXPIRED
