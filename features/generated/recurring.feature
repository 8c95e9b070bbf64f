@recurring.v3 @extended @wire @generated
Feature: Mistakes and edges in what Recurring is asked
  The contract says of every field what may stand in it. From requests that hold,
  all are made that one mistake away do not, and all that just about do.

  Background:
    Given a merchant that sells in NOK

  @rule:recurring-mistakes
  Rule: A request with one mistake in it is refused as documented

    Scenario Outline: Asking Recurring to <what> with one mistake in the request is refused
      Then every request "<operation>" with one mistake in it is refused

      Examples: all that a merchant asks
        | what                   | operation              |
        | list agreements        | ListAgreementsV3       |
        | offer an agreement     | DraftAgreementV3       |
        | show an agreement      | FetchAgreementV3       |
        | change an agreement    | UpdateAgreementPatchV3 |
        | accept in Kari's place | acceptUsingPATCHV3     |
        | list charges           | ListChargesV3          |
        | make a charge          | CreateChargeV3         |
        | make many charges      | CreateChargeAsyncV3    |
        | show a charge          | FetchChargeV3          |
        | find a charge          | FetchChargeByIdV3      |
        | cancel a charge        | CancelChargeV3         |
        | capture a charge       | CaptureChargeV3        |
        | refund a charge        | RefundChargeV3         |

  @rule:recurring-edges
  Rule: A request that just about holds is taken

    Scenario Outline: Asking Recurring to <what> with values that just about hold is no mistake
      Then every request "<operation>" at an edge of what is allowed is taken

      Examples: all that a merchant asks
        | what                   | operation              |
        | list agreements        | ListAgreementsV3       |
        | offer an agreement     | DraftAgreementV3       |
        | show an agreement      | FetchAgreementV3       |
        | change an agreement    | UpdateAgreementPatchV3 |
        | accept in Kari's place | acceptUsingPATCHV3     |
        | list charges           | ListChargesV3          |
        | make a charge          | CreateChargeV3         |
        | make many charges      | CreateChargeAsyncV3    |
        | show a charge          | FetchChargeV3          |
        | find a charge          | FetchChargeByIdV3      |
        | cancel a charge        | CancelChargeV3         |
        | capture a charge       | CaptureChargeV3        |
        | refund a charge        | RefundChargeV3         |
