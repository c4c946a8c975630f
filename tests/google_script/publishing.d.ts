/** Forms are made unpublished since July 2026; @types/google-apps-script 2.0.13 does not know the method yet. */
declare namespace GoogleAppsScript {
  namespace Forms {
    interface Form {
      setPublished(enabled: boolean): Form;
    }
  }
}
