@webhooks.v1 @extended @wire @generated
Feature: Mistakes and edges in what Webhooks is asked
  The contract says of every field what may stand in it. From requests that hold,
  all are made that one mistake away do not, and all that just about do.

  Background:
    Given a merchant that sells in NOK

  @rule:webhooks-mistakes
  Rule: A request with one mistake in it is refused as documented

    Scenario Outline: Asking Webhooks to <what> with one mistake in the request is refused
      Then every request "<operation>" with one mistake in it is refused

      Examples: all that a merchant asks
        | what                   | operation       |
        | list the registrations | listWebhooks    |
        | register an address    | registerWebhook |
        | delete a registration  | deleteWebhook   |

  @rule:webhooks-edges
  Rule: A request that just about holds is taken

    Scenario Outline: Asking Webhooks to <what> with values that just about hold is no mistake
      Then every request "<operation>" at an edge of what is allowed is taken

      Examples: all that a merchant asks
        | what                   | operation       |
        | list the registrations | listWebhooks    |
        | register an address    | registerWebhook |
        | delete a registration  | deleteWebhook   |
